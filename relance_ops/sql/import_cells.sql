-- Every cell of a declared column, read as what its column holds.
-- Parameters
--   $columns  list of {name, sort, position (in the file, from 1), required, default_value,
--             low, high, vocabulary, fallback}, only those that the file has
--   $words    list of {vocabulary, word, meaning}
--   $longest  characters a value may have
--   $earliest, $latest  dates outside are slips of the keyboard
-- Columns: line, name, text (as written, cleaned), value (canonical text), reason ('' is
-- good), notice.
-- The canonical text: dates YYYY-MM-DD, booleans true/false, numbers in digits, money in
-- cents, words of model.py; '' is empty. It is never null: null means that the file has no such column.
create temp table import_cell as
with
declared as (
    select unnest($columns, recursive := true)
),
word as (
    select vocabulary, regexp_replace(lower(strip_accents(word)), '([a-z])[-''’ ]+([a-z])', '\1 \2', 'g') as word, any_value(meaning) as meaning
    from (select unnest($words, recursive := true))
    group by 1, 2
),
written as (
    select
        import_row.line, declared.*,
        import_row.fields[declared.position] as raw
    from import_row
    cross join declared
),
-- Control characters and line breaks of every kind would reach a mail header, an SMS or
-- a letter: here they become a space, once for all.
cleaned as (
    select
        * exclude raw,
        trim(raw, chr(10) || chr(9) || chr(160) || chr(65279) || ' ') as trimmed,
        trim(regexp_replace(raw, '[\p{Cc}\p{Zl}\p{Zp}]+', ' ', 'g'), chr(160) || chr(65279) || ' ') as text
    from written
),
spoken as (
    select
        *,
        case when sort in ('word', 'words', 'delay')
            then regexp_replace(lower(strip_accents(text)), '([a-z])[-''’ ]+([a-z])', '\1 \2', 'g')
        end as spoken,
        case
            when sort = 'date' then text
            when sort = 'moment'
                then regexp_replace(text, '([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)$', '')
        end as day_text,
        -- « 1 250,00 € »: French software puts spaces of three kinds between thousands.
        case when sort = 'money' then regexp_replace(text, '[\p{Zs}]', ' ', 'g') end as money_text
    from cleaned
),
part as (
    select line, name, vocabulary, trim(unnest(string_split(spoken, '|'))) as word
    from spoken
    where sort = 'words' and text <> ''
),
several as (
    select
        part.line, part.name,
        bool_or(word.meaning is null) as has_unknown,
        string_agg(distinct word.meaning, '|' order by word.meaning) as meaning
    from part
    left join word on word.vocabulary = part.vocabulary and word.word = part.word
    group by part.line, part.name
),
understood as (
    select
        spoken.*,
        word.meaning as one_meaning,
        several.meaning as several_meanings,
        coalesce(several.has_unknown, false) as has_unknown,
        case
            when regexp_full_match(day_text, '\d{4}-\d{2}-\d{2}') then try_cast(day_text as date)
            when regexp_full_match(day_text, '\d{1,2}/\d{1,2}/\d{4}')
                then try_strptime(day_text, '%d/%m/%Y')::date
        end as day,
        case when sort = 'number' and regexp_full_match(text, '[+-]?\d{1,9}')
            then text::integer
        end as number,
        case when sort = 'money' and regexp_full_match(money_text, '(\d{1,9}|\d{1,3}( \d{3}){1,2})([.,]\d{1,2})?( *€)?')
            then (replace(regexp_replace(money_text, '[ €]', '', 'g'), ',', '.')::decimal(12, 2) * 100)::bigint
        end as cents,
        case when sort = 'delay'
            then regexp_extract(spoken, '^(\d{1,6}) *[ymwd]$', 1)
        end as delay_count
    from spoken
    left join word on spoken.sort = 'word' and word.vocabulary = spoken.vocabulary and word.word = spoken.spoken
    left join several on several.line = spoken.line and several.name = spoken.name
)
select
    line, name, text,
    case
        when text = '' then default_value
        when sort in ('date', 'moment') then day::varchar
        when sort = 'number' then number::varchar
        when sort = 'money' then cents::varchar
        when sort = 'word' then coalesce(one_meaning, case fallback when '*' then text else fallback end)
        when sort = 'words' then several_meanings
        else text
    end as value,
    case
        when text = '' then case when required then 'missing' else '' end
        when len(text) > $longest then 'too_long'
        when sort = 'key' and regexp_matches(trimmed, '[\p{Cc}\p{Zl}\p{Zp}]') then 'control_character'
        when sort in ('date', 'moment') and day is null then 'bad_date'
        when sort in ('date', 'moment') and day not between $earliest and $latest then 'date_out_of_range'
        when sort = 'number' and number is null then 'bad_number'
        when sort = 'number' and number not between low and high then 'number_out_of_range'
        when sort = 'money' and cents is null then 'bad_price'
        when sort = 'money' and cents not between low and high then 'price_out_of_range'
        when sort = 'word' and one_meaning is null and fallback is null then 'unknown_word'
        when sort = 'words' and has_unknown then 'unknown_word'
        when sort = 'delay' and delay_count = '' then 'bad_delay'
        when sort = 'delay' and delay_count::integer > case right(spoken, 1)
            when 'y' then 100 when 'm' then 1200 when 'w' then 5218 else 36525 end then 'delay_too_long'
        else ''
    end as reason,
    case when sort = 'word' and text <> '' and one_meaning is null and fallback is not null
        then 'unknown_word' else '' end as notice
from understood
