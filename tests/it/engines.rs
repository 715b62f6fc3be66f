//! Running one test on both databases.
//!
//! `MOCKINGBIRD_TEST_POSTGRES` names a server on which databases may be made; `tests/run` starts one where it can.

use std::sync::Once;

use mockingbird::config::DatabaseUrl;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::support::report;

static SAID: Once = Once::new();

/// Runs `test` with the address of a fresh database of each engine that there is.
pub(crate) async fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(DatabaseUrl) -> F) {
    let folder = tempfile::tempdir().unwrap();
    test(sqlite(&folder, "test.db")).await;
    on_postgres(&test).await;
}

/// Runs `test` with two fresh databases: of one engine, and of each engine and the other.
pub(crate) async fn on_pairs_of_engines<F: Future<Output = ()>>(test: impl Fn(DatabaseUrl, DatabaseUrl) -> F) {
    let folder = tempfile::tempdir().unwrap();
    test(sqlite(&folder, "a.db"), sqlite(&folder, "b.db")).await;
    on_postgres(|postgres| test(sqlite(&folder, "c.db"), postgres)).await;
    on_postgres(|postgres| test(postgres, sqlite(&folder, "d.db"))).await;
}

fn sqlite(folder: &tempfile::TempDir, name: &str) -> DatabaseUrl {
    DatabaseUrl::new(format!("sqlite:{}", folder.path().join(name).display()))
}

/// Runs `test` with the address of a fresh PostgreSQL database, where there is a server.
pub(crate) async fn on_postgres<F: Future<Output = ()>>(test: impl Fn(DatabaseUrl) -> F) {
    let Ok(server) = std::env::var("MOCKINGBIRD_TEST_POSTGRES") else {
        SAID.call_once(|| report("skipped: no PostgreSQL (MOCKINGBIRD_TEST_POSTGRES is not set)"));
        return;
    };
    let name = format!("test_{}", Uuid::from_u128(rand::random()).simple());
    let mut admin = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    admin.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    test(DatabaseUrl::new(format!("{server}/{name}"))).await;
    admin.execute(AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
}

/// Runs a statement behind the program's back.
pub(crate) async fn run_sql(url: &DatabaseUrl, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.is_postgres() {
        let mut connection = PgConnection::connect(url.expose()).await.unwrap();
        connection.execute(sql).await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(url.expose()).await.unwrap();
        connection.execute(sql).await.unwrap();
    }
}

/// Rows of a table.
pub(crate) async fn rows(url: &DatabaseUrl, table: &str) -> i64 {
    let sql = AssertSqlSafe(format!("select count(*) from {table}"));
    if url.is_postgres() {
        let mut connection = PgConnection::connect(url.expose()).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = SqliteConnection::connect(url.expose()).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }
}

/// The texts that a query yields.
pub(crate) async fn all_text(url: &DatabaseUrl, sql: &'static str) -> Vec<String> {
    if url.is_postgres() {
        let mut connection = PgConnection::connect(url.expose()).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    } else {
        let mut connection = SqliteConnection::connect(url.expose()).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
    }
}
