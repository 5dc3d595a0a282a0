-- What came back and waits for a reader, the latest first.
-- Columns: source, event_id, channel, told_at (UTC), client_id, client_name, address, detail
select
    news.source, news.event_id, news.channel, news.told_at,
    coalesce(news.client_id, '') as client_id,
    trim(coalesce(client.last_name, '') || ' ' || coalesce(client.first_name, '')) as client_name,
    news.address, news.detail
from news
left join client on client.client_id = news.client_id
where news.treated_at is null
order by news.told_at desc, news.source, news.event_id
