-- The tables of JdbcTaskRepository in H2.
-- The prefix linkup_ is what the option tablePrefix says. All times are in UTC.

-- One row for each task that is known. state: pending (its result has not been taken), replaced (it failed and is
-- being sent again), failed (not delivered any more; reason says why), taken (done; deleted some minutes later).
-- created_at is by Linkup's clock, 1970-01-01 if Linkup did not say; recorded_at and updated_at by the nodes' clocks.
create table if not exists linkup_task (
    task_id varchar(255) not null primary key,
    type varchar(255) not null,
    state varchar(16) not null,
    reference varchar,
    headers clob,
    created_at timestamp(3) not null,
    recorded_at timestamp(3) not null,
    awaited_until timestamp(3),
    resubmit_of varchar(255),
    resubmits integer not null,
    failed_deliveries integer not null,
    reason clob,
    updated_at timestamp(3) not null
);

create index if not exists linkup_task_by_type on linkup_task (state, type, created_at, task_id, awaited_until);

create index if not exists linkup_task_by_time on linkup_task (state, created_at, task_id, awaited_until);

-- The outbox: one entry for each call that creates tasks and whose outcome is not recorded yet. state: sending,
-- uncertain (its answer did not come; its node reconciles it), given_up (reconciliation did not find out what was
-- created; an operator can look at it). leased_until: until then no other node may claim it.
create table if not exists linkup_outbox (
    entry_id varchar(255) not null primary key,
    node varchar(255) not null,
    state varchar(16) not null,
    research boolean not null,
    opened_at timestamp(3) not null,
    leased_until timestamp(3) not null,
    version integer not null
);

-- The requests of an entry, in their order.
create table if not exists linkup_outbox_request (
    entry_id varchar(255) not null,
    position integer not null,
    type varchar(255) not null,
    input clob not null,
    reference varchar,
    headers clob,
    awaited_until timestamp(3),
    resubmit_of varchar(255),
    resubmits integer not null,
    primary key (entry_id, position)
);

create index if not exists linkup_outbox_request_again on linkup_outbox_request (resubmit_of);

-- One row for each reference that was sent as an idempotency key. entry_id: the entry of the call that creates its
-- task; task_id: the task. forget_at: from then on the reference can be sent again; set some minutes after its task was
-- taken.
create table if not exists linkup_reference (
    reference_key varchar(64) not null primary key,
    type varchar(255) not null,
    reference varchar not null,
    entry_id varchar(255),
    task_id varchar(255),
    created_at timestamp(3),
    period_millis bigint not null,
    forget_at timestamp(3)
);

create index if not exists linkup_reference_by_entry on linkup_reference (entry_id);

create index if not exists linkup_reference_by_task on linkup_reference (task_id);

create index if not exists linkup_reference_by_time on linkup_reference (forget_at);
