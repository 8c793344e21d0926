package io.github.camellinkup.engine.repository;

/** What the tests of a repository in a database need on top. */
interface JdbcContract extends RepositoryContract {

    /** The tables of the repository under test. */
    JdbcTables tables();

    /** Another repository on the same tables. */
    default TaskRepository anotherNode() {
        return new JdbcTaskRepository(tables().dataSource(), tables().prefix(), true, clock());
    }
}
