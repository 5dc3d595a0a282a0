-- Forget every pause: a person asked to try again. No parameter, no column.
delete from channel_pause
