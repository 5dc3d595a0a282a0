-- Pause a channel whose account was refused; a paused one keeps its first reason.
-- Parameters: $channel, $reason, $paused_at (UTC).
insert into channel_pause (channel, reason, paused_at)
values ($channel, $reason, $paused_at)
on conflict do nothing
