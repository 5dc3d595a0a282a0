-- The channels that wait, without what their account answered.
-- No parameter. Columns: as the table.
select channel, '' as reason, paused_at
from channel_pause
order by channel
