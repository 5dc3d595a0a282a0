"""The demonstration's act types and rules: declarations only."""

from __future__ import annotations

from dataclasses import dataclass

from relance_ops.rules import Rule


@dataclass(frozen=True, slots=True)
class DemoType:
    """One act type, and how animals come to it.

    Attributes:
        delay: As written: its two numbers follow.
        next_type: What the return is recorded as.
        begins: Share of each species that follows this, from its first visit on.
        young: Begins only with an animal that came very young (True), or only with
            one that did not (False); None: either.
        price_cents: What such a clinic charges; None: nobody buys an information.
        legal: The law asks for it (to travel, or in some places).
    """

    act_type: str
    label: str
    category: str
    recall_group: str
    delay: str
    delay_months: int
    delay_days: int
    next_type: str
    begins: dict[str, float]
    family: str = "act"
    trigger: str = "act"
    species: str = ""
    neutered: bool | None = None
    young: bool | None = None
    price_cents: int | None = None
    legal: bool = False


_PETS = "cat|dog"

TYPES = (
    DemoType("PRIMO_CHPPI", "Primovaccination CHPPiL4", "Vaccins", "VACCIN_CHIEN",
             "1m", 1, 0, "RAPPEL_CHPPI", {"dog": 0.88}, species="dog", young=True,
             price_cents=7200),
    DemoType("RAPPEL_CHPPI", "Rappel annuel CHPPiL4", "Vaccins", "VACCIN_CHIEN",
             "12m", 12, 0, "RAPPEL_CHPPI", {"dog": 0.85}, species="dog", young=False,
             price_cents=6800),
    DemoType("RAGE", "Vaccin contre la rage", "Vaccins", "RAGE",
             "12m", 12, 0, "RAGE", {"dog": 0.45, "cat": 0.10, "ferret": 0.5},
             species="cat|dog|ferret", price_cents=5400, legal=True),
    DemoType("TOUX_CHENIL", "Vaccin contre la toux du chenil", "Vaccins", "TOUX_CHENIL",
             "12m", 12, 0, "TOUX_CHENIL", {"dog": 0.35}, species="dog",
             price_cents=5200),
    DemoType("PRIMO_TCL", "Primovaccination typhus-coryza-leucose", "Vaccins",
             "VACCIN_CHAT", "1m", 1, 0, "RAPPEL_TCL", {"cat": 0.80}, species="cat",
             young=True, price_cents=7000),
    DemoType("RAPPEL_TCL", "Rappel annuel typhus-coryza-leucose", "Vaccins",
             "VACCIN_CHAT", "12m", 12, 0, "RAPPEL_TCL", {"cat": 0.62}, species="cat",
             young=False, price_cents=7400),
    DemoType("MYXO_VHD", "Vaccin myxomatose-VHD", "Vaccins", "VACCIN_LAPIN",
             "1y", 12, 0, "MYXO_VHD", {"rabbit": 0.75}, species="rabbit",
             price_cents=6200),
    DemoType("GRIPPE_TETANOS", "Vaccin grippe-tétanos", "Vaccins", "VACCIN_CHEVAL",
             "12m", 12, 0, "GRIPPE_TETANOS", {"horse": 0.9}, species="horse",
             price_cents=6500),
    DemoType("SENIOR_INFO", "Bilan senior conseillé dès 8 ans", "Prévention",
             "BILAN_SENIOR", "8y", 96, 0, "BILAN_SENIOR", {"dog": 1.0, "cat": 1.0},
             family="information", trigger="age", species=_PETS),
    DemoType("BILAN_SENIOR", "Bilan senior", "Consultations", "BILAN_SENIOR",
             "12m", 12, 0, "BILAN_SENIOR", {}, species=_PETS, price_cents=9500),
    DemoType("STERIL_INFO", "Stérilisation : quand et pourquoi", "Prévention",
             "STERILISATION", "6m", 6, 0, "STERIL", {"dog": 1.0, "cat": 1.0},
             family="information", trigger="age", species=_PETS, neutered=False),
    DemoType("STERIL", "Stérilisation", "Chirurgie", "STERILISATION",
             "", 0, 0, "", {}, species=_PETS, price_cents=18_500),
    DemoType("DENTAIRE", "Contrôle dentaire", "Consultations", "DENTAIRE",
             "12m", 12, 0, "DENTAIRE", {"dog": 0.55, "cat": 0.35, "rabbit": 0.6},
             species="cat|dog|rabbit", young=False, price_cents=4200),
    DemoType("ANTIPARASITAIRE", "Traitement antiparasitaire", "Antiparasitaires",
             "ANTIPARASITAIRE", "90d", 0, 90, "ANTIPARASITAIRE",
             {"dog": 0.27, "cat": 0.22}, species=_PETS, price_cents=3450),
    DemoType("VISITE", "Visite annuelle", "Consultations", "VISITE",
             "12m", 12, 0, "VISITE",
             {"dog": 0.45, "cat": 0.50, "rabbit": 0.4, "ferret": 0.6, "bird": 0.5,
              "horse": 0.5, "other": 0.5}, price_cents=4200),
)  # fmt: skip

RULES = (
    Rule("PRIMO_CHPPI", 1, -7), Rule("PRIMO_CHPPI", 2, 10),
    Rule("RAPPEL_CHPPI", 1, -15), Rule("RAPPEL_CHPPI", 2, 15),
    Rule("RAPPEL_CHPPI", 3, 45, template="last"),
    Rule("RAGE", 1, -15), Rule("RAGE", 2, 10),
    Rule("TOUX_CHENIL", 1, -15),
    Rule("PRIMO_TCL", 1, -7), Rule("PRIMO_TCL", 2, 10),
    Rule("RAPPEL_TCL", 1, -15), Rule("RAPPEL_TCL", 2, 15),
    Rule("RAPPEL_TCL", 3, 45, template="last"),
    Rule("MYXO_VHD", 1, -15), Rule("MYXO_VHD", 2, 20),
    Rule("GRIPPE_TETANOS", 1, -30), Rule("GRIPPE_TETANOS", 2, 15),
    Rule("SENIOR_INFO", 1, 0, valid_days=90),
    Rule("BILAN_SENIOR", 1, -15), Rule("BILAN_SENIOR", 2, 30),
    Rule("STERIL_INFO", 1, 0), Rule("STERIL_INFO", 2, 45),
    Rule("DENTAIRE", 1, -15, paper_form="card"),
    Rule("DENTAIRE", 2, 30, paper_form="card"),
    # A stamp costs more than the tablet's margin.
    Rule("ANTIPARASITAIRE", 1, -5, valid_days=30, channels="email|sms"),
    Rule("VISITE", 1, -15), Rule("VISITE", 2, 30),
)  # fmt: skip

STEPS = 3  # the longest rule
