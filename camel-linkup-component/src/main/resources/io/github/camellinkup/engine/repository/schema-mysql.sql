-- The tables of JdbcTaskRepository in MySQL 8 and MariaDB.
-- The prefix linkup_ is what the option tablePrefix says. All times are in UTC.

-- One row for each task that is known. state: pending (its result has not been taken), replaced (it failed and is
-- being sent again), failed (not delivered any more; reason says why), taken (done; deleted some minutes later).
-- created_at is by Linkup's clock, 1970-01-01 if Linkup did not say; recorded_at and updated_at by the nodes' clocks.
create table if not exists linkup_task (
    task_id varchar(255) not null primary key,
    type varchar(255) not null,
    state varchar(16) not null,
    reference longtext,
    headers longtext,
    created_at datetime(3) not null,
    recorded_at datetime(3) not null,
    awaited_until datetime(3),
    resubmit_of varchar(255),
    resubmits integer not null,
    failed_deliveries integer not null,
    reason longtext,
    updated_at datetime(3) not null,
    index linkup_task_by_type (state, type, created_at, task_id, awaited_until),
    index linkup_task_by_time (state, created_at, task_id, awaited_until)
)
    engine = InnoDB
    default character set utf8mb4
    collate utf8mb4_bin;

-- The outbox: one entry for each call that creates tasks and whose outcome is not recorded yet. state: sending,
-- uncertain (its answer did not come; its node reconciles it), given_up (reconciliation did not find out what was
-- created; an operator can look at it). leased_until: until then no other node may claim it.
create table if not exists linkup_outbox (
    entry_id varchar(255) not null primary key,
    node varchar(255) not null,
    state varchar(16) not null,
    research boolean not null,
    opened_at datetime(3) not null,
    leased_until datetime(3) not null,
    version integer not null
)
    engine = InnoDB
    default character set utf8mb4
    collate utf8mb4_bin;

-- The requests of an entry, in their order.
create table if not exists linkup_outbox_request (
    entry_id varchar(255) not null,
    position integer not null,
    type varchar(255) not null,
    input longtext not null,
    reference longtext,
    headers longtext,
    awaited_until datetime(3),
    resubmit_of varchar(255),
    resubmits integer not null,
    primary key (entry_id, position),
    index linkup_outbox_request_again (resubmit_of)
)
    engine = InnoDB
    default character set utf8mb4
    collate utf8mb4_bin;

-- One row for each reference that was sent as an idempotency key. entry_id: the entry of the call that creates its
-- task; task_id: the task. forget_at: from then on the reference can be sent again; set some minutes after its task was
-- taken.
create table if not exists linkup_reference (
    reference_key varchar(64) not null primary key,
    type varchar(255) not null,
    reference longtext not null,
    entry_id varchar(255),
    task_id varchar(255),
    created_at datetime(3),
    period_millis bigint not null,
    forget_at datetime(3),
    index linkup_reference_by_entry (entry_id),
    index linkup_reference_by_task (task_id),
    index linkup_reference_by_time (forget_at)
)
    engine = InnoDB
    default character set utf8mb4
    collate utf8mb4_bin;
