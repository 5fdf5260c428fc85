//! Files that people open in a spreadsheet: CSV (RFC 4180), of which no cell is a formula.

use std::fmt::Write as _;

/// Lines of CSV in UTF-8, every cell quoted. What a spreadsheet would take for a formula begins with an apostrophe.
pub fn csv_lines<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut file = String::new();
    for row in rows {
        for (number, cell) in row.into_iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            let cell = guarded(cell).replace('"', "\"\"");
            let _ = write!(file, "{comma}\"{cell}\"");
        }
        file.push_str("\r\n");
    }
    file
}

fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::csv_lines;

    #[test]
    fn every_cell_is_quoted_and_quotes_are_doubled() {
        let rows = [["a", "b\"c"], ["d,e", "f\ng"]].map(|row| row.map(str::to_owned));
        assert_eq!(csv_lines(rows), "\"a\",\"b\"\"c\"\r\n\"d,e\",\"f\ng\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+44 113 496 0000", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(csv_lines([[cell.to_owned()]]), format!("\"'{cell}\"\r\n"));
        }
    }
}
