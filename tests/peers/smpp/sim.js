// A telephone network that speaks SMPP: what becomes of a message is chosen by the last
// two figures of its number.
//
//   00 delivered, 01 undelivered, 02 no such number, 03 throttled, 99 delivered, then
//   answers STOP; anything else is delivered.
//
// node sim.js --port 2775 --record accepted.jsonl
//
// Each message that it took is one line of --record, written before it answers.

"use strict";

const fs = require("fs");
const smpp = require("smpp");

const given = process.argv.slice(2);
const option = (name) => given[given.indexOf(`--${name}`) + 1];
const port = Number(option("port"));
const record = fs.openSync(option("record"), "a");

const INVALID_ADDRESS = 0x0b;
const THROTTLED = 0x58;
const REFUSED = { "02": INVALID_ADDRESS, "03": THROTTLED };

let count = 0;

function answered(session, pdu, end, id) {
  const stat = end === "01" ? "UNDELIV" : "DELIVRD";
  session.deliver_sm({
    source_addr: pdu.destination_addr,
    source_addr_ton: 1,
    source_addr_npi: 1,
    destination_addr: pdu.source_addr,
    esm_class: 4,
    short_message: {
      message:
        `id:${id} sub:001 dlvrd:${end === "01" ? "000" : "001"} ` +
        `submit date:2611241000 done date:2611241000 stat:${stat} ` +
        `err:${end === "01" ? "001" : "000"} text:`,
    },
  });
  if (end === "99") {
    session.deliver_sm({
      source_addr: pdu.destination_addr,
      source_addr_ton: 1,
      source_addr_npi: 1,
      destination_addr: pdu.source_addr || "TILLEULS",
      short_message: { message: "STOP" },
    });
  }
}

const server = smpp.createServer((session) => {
  // Whoever was killed leaves a broken connection: that is no reason to stop.
  session.on("error", () => {});
  session.on("bind_transceiver", (pdu) => session.send(pdu.response()));
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    session.send(pdu.response());
    session.close();
  });
  session.on("submit_sm", (pdu) => {
    const end = pdu.destination_addr.slice(-2);
    if (end in REFUSED) {
      session.send(pdu.response({ command_status: REFUSED[end] }));
      return;
    }
    const id = String(++count);
    const header = pdu.short_message.udh;
    fs.writeSync(
      record,
      JSON.stringify({
        id,
        to: pdu.destination_addr,
        text: pdu.short_message.message.toString(),
        coding: pdu.data_coding,
        part: header && header.length ? header[0].toString("hex") : "",
      }) + "\n",
    );
    session.send(pdu.response({ message_id: id }));
    // Kannel counts the receipts that it asked for: one for the whole of a long text.
    if (pdu.registered_delivery) {
      setTimeout(() => answered(session, pdu, end, id), 50);
    }
  });
});

server.listen(port, "127.0.0.1");
