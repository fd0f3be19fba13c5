using System.Text;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Reads the wanted columns of the last row.</summary>
internal sealed class CsvDecoder(CsvColumn[] columns, byte separator, bool header, bool decimalComma) : PayloadDecoder
{
    public override bool DecimalComma => decimalComma;

    public override bool TryDecode(ReadOnlySpan<byte> payload, SlotTable slots, out string? error)
    {
        error = null;
        var text = payload.StartsWith("\uFEFF"u8) ? payload[3..] : payload;
        if (!TryFindRows(text, out var names, out var row, out var openQuote))
        {
            error = Describe(openQuote, payload.Length - text.Length);
            return false;
        }

        var count = CountFields(row);
        for (var i = 0; i < columns.Length; i++)
        {
            var index = columns[i].Name is { } name ? IndexOf(name, names) : columns[i].Index < 0 ? count + columns[i].Index : columns[i].Index;
            if (index >= 0 && index < count)
            {
                slots.SetText(i, Unquote(FieldAt(row, index), slots));
            }
        }

        return true;
    }

    /// <inheritdoc cref="CsvPayload.TryReadRow"/>
    public bool TryReadRow(ReadOnlySpan<byte> payload, SlotTable slots, List<string> names, List<string> fields, out string? error)
    {
        error = null;
        var text = payload.StartsWith("\uFEFF"u8) ? payload[3..] : payload;
        if (!TryFindRows(text, out var head, out var row, out var openQuote))
        {
            error = Describe(openQuote, payload.Length - text.Length);
            return false;
        }

        Split(header ? head : default, slots, names);
        Split(row, slots, fields);
        return true;
    }

    /// <summary>Writes every row below the header, or every row: objects by column name with a header, otherwise arrays of texts.</summary>
    public bool TryWriteRows(ReadOnlySpan<byte> payload, SlotTable slots, Utf8JsonWriter writer, out string? error)
    {
        var names = new List<string>();
        var fields = new List<string>();
        var at = payload.StartsWith("\uFEFF"u8) ? 3 : 0;
        var rows = 0;
        writer.WriteStartArray();
        while (at < payload.Length)
        {
            var length = RowLength(payload[at..]);
            if (length < 0)
            {
                error = Describe(at + ~length, 0);
                return false;
            }

            var row = payload.Slice(at, length);
            at += length + 1;
            if (!AsciiText.Trim(row).IsEmpty)
            {
                var target = header && rows++ == 0 ? names : fields;
                target.Clear();
                Split(row, slots, target);
                WriteRow(target == fields, names, fields, writer);
            }
        }

        writer.WriteEndArray();
        error = rows == 0 && header ? Describe(-1, 0) : null;
        return error is null;
    }

    private void WriteRow(bool isData, List<string> names, List<string> fields, Utf8JsonWriter writer)
    {
        if (!isData)
        {
            return;
        }

        if (!header)
        {
            writer.WriteStartArray();
            fields.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
            return;
        }

        writer.WriteStartObject();
        foreach (var (name, field) in names.Zip(fields))
        {
            writer.WriteString(name.Trim(), field);
        }

        writer.WriteEndObject();
    }

    // In one walk: a row may have as many fields as it has bytes.
    private void Split(ReadOnlySpan<byte> row, SlotTable slots, List<string> fields)
    {
        if (row.IsEmpty)
        {
            return;
        }

        var length = FieldLength(row);
        while (length < row.Length)
        {
            fields.Add(Encoding.UTF8.GetString(Unquote(row[..length], slots)));
            row = row[(length + 1)..];
            length = FieldLength(row);
        }

        fields.Add(Encoding.UTF8.GetString(Unquote(row, slots)));
    }

    private static string Describe(int openQuote, int skipped) => openQuote < 0
        ? "the payload has no row; expected csv"
        : $"not valid csv: the quote at byte {openQuote + skipped} is never closed";

    // names: the first row that is not blank when there is a header, row: the last one; a header alone leaves the row empty.
    private bool TryFindRows(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> names, out ReadOnlySpan<byte> row, out int openQuote)
    {
        names = row = default;
        openQuote = -1;
        var found = 0;
        var at = 0;
        while (at < text.Length)
        {
            var length = RowLength(text[at..]);
            if (length < 0)
            {
                openQuote = at + ~length;
                return false;
            }

            var candidate = text.Slice(at, length);
            at += length + 1;
            if (!AsciiText.Trim(candidate).IsEmpty)
            {
                found++;
                names = found == 1 ? candidate : names;
                row = found == 1 && header ? default : candidate;
            }
        }

        return found > 0;
    }

    // Up to the line feed or carriage return that ends the row; the complement of the quote's place when a quote is never closed.
    private static int RowLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var next = text[at..].IndexOfAny((byte)'\n', (byte)'\r', (byte)'"');
            if (next < 0)
            {
                return text.Length;
            }

            at += next;
            if (text[at] != '"')
            {
                return at;
            }

            var close = text[(at + 1)..].IndexOf((byte)'"');
            if (close < 0)
            {
                return ~at;
            }

            at += close + 2;
        }
    }

    private int CountFields(ReadOnlySpan<byte> row)
    {
        var count = row.IsEmpty ? 0 : 1;
        while (!row.IsEmpty)
        {
            var length = FieldLength(row);
            count += length < row.Length ? 1 : 0;
            row = row[Math.Min(length + 1, row.Length)..];
        }

        return count;
    }

    private ReadOnlySpan<byte> FieldAt(ReadOnlySpan<byte> row, int index)
    {
        for (; index > 0; index--)
        {
            row = row[Math.Min(FieldLength(row) + 1, row.Length)..];
        }

        return row[..FieldLength(row)];
    }

    private int IndexOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> names)
    {
        for (var index = 0; !names.IsEmpty; index++)
        {
            var length = FieldLength(names);
            if (AsciiText.Trim(names[..length]).Trim((byte)'"').SequenceEqual(name))
            {
                return index;
            }

            names = names[Math.Min(length + 1, names.Length)..];
        }

        return -1;
    }

    // Quotes are closed: TryFindRows has seen to that.
    private int FieldLength(ReadOnlySpan<byte> row)
    {
        var at = 0;
        while (true)
        {
            var next = row[at..].IndexOfAny(separator, (byte)'"');
            if (next < 0)
            {
                return row.Length;
            }

            at += next;
            if (row[at] == separator)
            {
                return at;
            }

            at += row[(at + 1)..].IndexOf((byte)'"') + 2;
        }
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> field, SlotTable slots)
    {
        field = AsciiText.Trim(field);
        if (field.Length < 2 || field[0] != '"' || field[^1] != '"')
        {
            return field;
        }

        field = field[1..^1];
        if (!field.Contains((byte)'"'))
        {
            return field;
        }

        var plain = slots.Work(field.Length);
        var length = 0;
        for (var i = 0; i < field.Length; i++)
        {
            plain[length++] = field[i];
            i += field[i] == '"' ? 1 : 0; // a doubled quote stands for one
        }

        return plain[..length];
    }
}
