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
select i.intent_id, i.state, i.node, i.opened_at, r.reference, r.input
from linkup_intent i
join linkup_intent_request r on r.intent_id = i.intent_id
order by i.opened_at, r.position;
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
update linkup_intent
set state = 'given_up', revision = revision + 1
where intent_id = 'the id';

update linkup_task
set state = 'pending'
where state = 'replaced' and task_id in
    (select resubmit_of from linkup_intent_request where intent_id = 'the id');
-- end:set-aside

-- snippet:intent-again
update linkup_intent
set state = 'uncertain', revision = revision + 1
where state = 'given_up' and intent_id = 'the id';
-- end:intent-again

-- snippet:references
select reference, type, task_id, intent_id, forget_at
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
    (select resubmit_of from linkup_intent_request where resubmit_of is not null);
-- end:cleaning
