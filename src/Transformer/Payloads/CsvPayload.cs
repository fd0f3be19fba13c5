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
        _ when path.Query is not null => "such a path needs all rows: write \"rows\": \"all\" in the format",
        [{ Name: null }] => null,
        [_] when header => null,
        [_] => "columns have no names unless the format says \"header\": true; write the column's index, such as \"[2]\"",
        _ => "a csv path is one column: a name from the header row, or an index such as \"[2]\" or \"[-1]\"",
    };
}

/// <summary>A wanted column: by name from the header, or by index, negative from the end.</summary>
internal readonly record struct CsvColumn(byte[]? Name, int Index);
