-- snippet:pending
select task_id, type, reference, created_at, failed_deliveries, reason, awaited_until
from linkup_task
where state = 'pending'
order by created_at;
-- end:pending

-- snippet:counts
select state, type, count(*), min(created_at), max(created_at)
from linkup_task
group by state, type;
-- end:counts

-- snippet:calls
select e.entry_id, e.state, e.node, e.opened_at, r.reference, r.input
from linkup_outbox e
join linkup_outbox_request r on r.entry_id = e.entry_id
order by e.opened_at, r.position;
-- end:calls

-- snippet:failed
select task_id, reference, created_at, failed_deliveries, reason
from linkup_task
where state = 'failed'
order by updated_at;
-- end:failed

-- snippet:again
update linkup_task
set state = 'pending', failed_deliveries = 0, reason = null, awaited_until = null
where state = 'failed' and reference = 'crm-0000017';
-- end:again

-- snippet:too-large
update linkup_task
set state = 'pending', failed_deliveries = 0, reason = null, awaited_until = null
where state = 'failed' and reason like '%LinkupResponseTooLargeException%';
-- end:too-large

-- snippet:set-aside
update linkup_outbox
set state = 'given_up', version = version + 1
where entry_id = 'the id';

update linkup_task
set state = 'pending'
where state = 'replaced' and task_id in
    (select resubmit_of from linkup_outbox_request where entry_id = 'the id');
-- end:set-aside

-- snippet:outbox-again
update linkup_outbox
set state = 'uncertain', version = version + 1
where state = 'given_up' and entry_id = 'the id';
-- end:outbox-again

-- snippet:references
select reference, type, task_id, entry_id, forget_at
from linkup_reference
order by reference;
-- end:references

-- snippet:free-reference
delete from linkup_reference
where task_id is null and forget_at is not null and reference = 'crm-0000017';
-- end:free-reference

-- snippet:cleaning
delete from linkup_task
where state in ('failed', 'replaced') and updated_at < timestamp '2026-01-01 00:00:00'
  and task_id not in
    (select resubmit_of from linkup_outbox_request where resubmit_of is not null);
-- end:cleaning
