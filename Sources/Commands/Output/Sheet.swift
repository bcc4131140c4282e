/// One thing with its fields, and the lists that belong to it: what every show is made of.
///
/// JSON is one object with the lists as arrays in it; fields that follow each other and share what is before a point (`test.r2`,
/// `test.mse`) are an object of their own. CSV is a table and nothing else: the last list where there is one, else
/// the fields as its only row.
struct Sheet: Printable {
  var fields: [(key: String, cell: Cell)]
  var lists: [(key: String, table: Table)] = []
  /// A page for people in place of the fields and lists, made for a width.
  var page: ((Int?) -> String)?

  func text(as format: OutputFormat, width: Int?) -> String {
    switch format {
    case .table: page?(width) ?? forPeople(width: width)
    case .json: json()
    case .csv: (lists.last?.table ?? fieldsAsRow).csv()
    case .markdown: markdown()
    }
  }

  private var fieldsAsRow: Table { Table(fields.map(\.key), rows: [fields.map(\.cell)]) }

  private func json() -> String {
    let members = nested + lists.map { ($0.key, $0.table.jsonRows(indentation: "  ")) }
    return "{\n" + members.map { "  \(JSONText.string($0)): \($1)" }.joined(separator: ",\n") + "\n}\n"
  }

  private var nested: [(key: String, json: String)] {
    var groups: [(key: String, members: [(key: String, json: String)])] = []
    for field in fields {
      let parts = field.key.split(separator: ".", maxSplits: 1).map(String.init)
      let member = (key: parts.last ?? "", json: field.cell.json)
      if parts.count > 1, groups.last?.key == parts[0] {
        groups[groups.count - 1].members.append(member)
      } else {
        groups.append((parts[0], [member]))
      }
    }
    let isGroup = Set(fields.filter { $0.key.contains(".") }.compactMap { $0.key.split(separator: ".").first })
    return groups.map { group in
      (group.key, isGroup.contains(Substring(group.key)) ? JSONText.object(group.members) : group.members[0].json)
    }
  }

  private func forPeople(width: Int?) -> String {
    let titles = fields.map { Table.title($0.key) }
    let column = (titles.map(TextWidth.columns).max() ?? 0) + 2
    var text = ""
    for (title, field) in zip(titles, fields) {
      let value = field.cell.shown
      let lines = width.map { TextWidth.lines(value, width: max($0 - column, 20)) } ?? [value]
      for (index, line) in lines.enumerated() {
        text += TextWidth.padded(index == 0 ? title : "", to: column) + line + "\n"
      }
    }
    for list in lists where !list.table.rows.isEmpty {
      text += "\n" + list.table.text(as: .table, width: width)
    }
    return text
  }

  private func markdown() -> String {
    var text = Table(["field", "value"], rows: fields.map { [.text(Table.title($0.key)), .text($0.cell.shown)] })
      .markdown()
    for list in lists { text += "\n## \(Table.title(list.key))\n\n" + list.table.markdown() }
    return text
  }
}
