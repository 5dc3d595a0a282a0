-- Add what was asked of a printer, or what it said, about one job.
-- Parameters: $job_name, $run_id, $channel, $printer, $printer_name, $two_sided, $pages,
--   $state, $job_id, $pages_out, $stopped_after, $reasons, $seen, $already (lists),
--   $detail, $at (UTC), $by
insert into print_job (
    job_name, run_id, channel, printer, printer_name, two_sided, pages, state, job_id,
    pages_out, stopped_after, reasons, seen, already, detail, said_at, who
)
values (
    $job_name, $run_id, $channel, $printer, $printer_name, $two_sided, $pages, $state,
    $job_id, $pages_out, $stopped_after, $reasons::varchar[], $seen::varchar[],
    $already::varchar[], $detail, $at, $by
)
