-- Forget the pause of $channel: a person asked to try again. Column: channel.
delete from channel_pause where channel = $channel returning channel
