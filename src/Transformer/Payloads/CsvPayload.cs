using System.Collections.Immutable;
using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary><c>csv</c>: rows of fields (RFC 4180); the last row that is not blank counts.</summary>
/// <param name="separator">Between fields: one ASCII character, not a quote, not a line end.</param>
/// <param name="header">The first row names the columns.</param>
/// <param name="decimalComma">Numbers are written 15774,45.</param>
internal sealed class CsvPayload(byte separator, bool header, bool decimalComma) : PayloadFormat
{
    public bool HasHeader => header;

    public override PayloadDecoder Compile(ImmutableArray<JsonPath> paths, List<PathProblem> problems)
    {
        var columns = new CsvColumn[paths.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            if (Problem(paths[i]) is { } problem)
            {
                problems.Add(new PathProblem(i, problem));
                continue;
            }

            var segment = paths[i].Segments[0];
            columns[i] = new CsvColumn(segment.Name is null ? null : Encoding.UTF8.GetBytes(segment.Name), segment.Index);
        }

        return new CsvDecoder(columns, separator, header, decimalComma);
    }

    /// <summary>Takes the last row of a payload.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="slots">For memory.</param>
    /// <param name="names">Gains the names of the columns; none when the format has no header.</param>
    /// <param name="fields">Gains the fields; none when there is a header and nothing below it.</param>
    /// <param name="error">What is wrong, otherwise.</param>
    public bool TryReadRow(ReadOnlySpan<byte> payload, SlotTable slots, List<string> names, List<string> fields, out string? error) =>
        new CsvDecoder([], separator, header, decimalComma).TryReadRow(payload, slots, names, fields, out error);

    private string? Problem(JsonPath path) => path.Segments switch
    {
        [{ Name: null }] => null,
        [_] when header => null,
        [_] => "columns have no names unless the format says \"header\": true; write the column's index, such as \"[2]\"",
        _ => "a csv path is one column: a name from the header row, or an index such as \"[2]\" or \"[-1]\"",
    };
}

/// <summary>A wanted column: by name from the header, or by index, negative from the end.</summary>
internal readonly record struct CsvColumn(byte[]? Name, int Index);

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

    private void Split(ReadOnlySpan<byte> row, SlotTable slots, List<string> fields)
    {
        for (var (i, count) = (0, CountFields(row)); i < count; i++)
        {
            fields.Add(Encoding.UTF8.GetString(Unquote(FieldAt(row, i), slots)));
        }
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
