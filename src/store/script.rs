//! Statements that go to the database together.
//!
//! Each trip to a SQLite connection wakes its thread and is waited for by another, which costs several times what a small statement
//! does; each trip to PostgreSQL is one over the network. SQLite takes statements one after the other (sqlx advises against that
//! since only SQLite can; here each engine has a text of its own). PostgreSQL takes them as common table expressions, which all
//! see the rows as they were before: no two of them may change the same row.

/// Statements, each with parameters of its own from `$1` on, as one text for SQLite: the parameters of all follow each other.
pub(super) fn for_sqlite(statements: &[&str]) -> String {
    numbered(statements).join(";\n")
}

/// The same for PostgreSQL.
pub(super) fn for_postgres(statements: &[&str]) -> String {
    let mut statements = numbered(statements);
    let last = statements.pop().unwrap_or_default();
    let before: Vec<_> = statements.iter().enumerate().map(|(nth, statement)| format!("part{nth} as ({statement})")).collect();
    if before.is_empty() { last } else { format!("with {}\n{last}", before.join(",\n")) }
}

/// Rows that one statement writes at the most: SQLite takes 32,766 parameters, PostgreSQL 65,535.
pub(super) const TOGETHER: usize = 200;

/// A statement that inserts one row, which ends in `values (…)`, as one that inserts so many: their parameters follow each other.
pub(super) fn of_rows(insert: &str, rows: usize) -> String {
    let Some((head, row)) = insert.split_once("values") else { return insert.to_owned() };
    format!("{head}values{}", numbered(&vec![row; rows]).join(","))
}

fn numbered(statements: &[&str]) -> Vec<String> {
    let mut taken = 0;
    let mut shifted = |statement: &&str| {
        let (text, parameters) = shift(statement, taken);
        taken += parameters;
        text
    };
    statements.iter().map(&mut shifted).collect()
}

/// A statement whose parameters are so many further on, and how many it has.
fn shift(statement: &str, by: usize) -> (String, usize) {
    let mut pieces = statement.split('$');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut parameters = 0;
    for piece in pieces {
        let digits = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
        let (number, rest) = piece.split_at(digits);
        let number = number.parse().unwrap_or(0);
        parameters = parameters.max(number);
        text.push('$');
        text.push_str(&(number + by).to_string());
        text.push_str(rest);
    }
    (text, parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATEMENTS: [&str; 3] = ["insert into a values ($1, $2)", "update b set x = $2 where y = $1 or z = $2", "delete from c"];

    #[test]
    fn parameters_of_each_statement_follow_those_of_the_one_before() {
        assert_eq!(for_sqlite(&STATEMENTS), "insert into a values ($1, $2);\nupdate b set x = $4 where y = $3 or z = $4;\ndelete from c");
    }

    #[test]
    fn one_statement_inserts_many_rows() {
        let insert = "insert into a (b, c) values ($1, $2)";
        assert_eq!(of_rows(insert, 1), insert);
        assert_eq!(of_rows(insert, 3), "insert into a (b, c) values ($1, $2), ($3, $4), ($5, $6)");
    }

    #[test]
    fn postgresql_takes_all_but_the_last_as_common_table_expressions() {
        assert_eq!(
            for_postgres(&STATEMENTS),
            "with part0 as (insert into a values ($1, $2)),\npart1 as (update b set x = $4 where y = $3 or z = $4)\ndelete from c"
        );
        assert_eq!(for_postgres(&STATEMENTS[2..]), "delete from c");
    }
}
