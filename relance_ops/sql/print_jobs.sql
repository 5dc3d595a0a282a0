-- Print jobs by their latest line, the oldest job first.
-- Parameters: $run_id (null for every run), $states (list; null for every state).
-- Columns: job_name, run_id, channel, printer, who, said_at (UTC), state, pages,
--   two_sided, printer_name, job_id, pages_out, stopped_after, reasons, seen, already, detail
with
told as (
    select
        job_name, min(line_id) as first_line, max(line_id) as last_line
    from print_job
    where $run_id is null or run_id = $run_id
    group by job_name
)
select
    print_job.job_name, print_job.run_id, print_job.channel, print_job.printer,
    print_job.who, print_job.said_at, print_job.state, print_job.pages,
    print_job.two_sided, print_job.printer_name, print_job.job_id, print_job.pages_out,
    print_job.stopped_after, print_job.reasons, print_job.seen, print_job.already,
    print_job.detail
from told
join print_job on print_job.line_id = told.last_line
where $states is null or list_contains($states::varchar[], print_job.state)
order by told.first_line
