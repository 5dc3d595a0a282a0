-- Channels whose account was refused. Columns: channel, reason, paused_at (UTC).
select channel, reason, paused_at from channel_pause order by channel
