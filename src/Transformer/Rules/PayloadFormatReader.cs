using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>payload</c> of rule.json.</summary>
internal sealed class PayloadFormatReader(ProblemLog log)
{
    private const string FieldTable = "{\"fields\": {\"kwh\": {\"offset\": 3, \"type\": \"f32\"}}}";

    private static readonly string[] Words = ["json", "json-lenient", "text", "csv", "key-value", "line-protocol", "xml", "hex", "base64", "bytes"];
    private static readonly string[] WithOptions = ["text", "csv", "key-value", "binary", "hex", "base64"];
    private static readonly string All = string.Join(", ", Words.Append("binary"));

    /// <returns>Null when there is none or it has a problem.</returns>
    public PayloadFormat? Read(SourceNode? node) => node?.Kind switch
    {
        null => null,
        JsonValueKind.String => FromWord(node),
        JsonValueKind.Object => FromObject(node),
        _ => Refuse(node.At, $"\"payload\" is a format such as \"json\", or an object such as {{\"csv\": {{\"separator\": \";\"}}}}, not {node.Described}"),
    };

    private PayloadFormat? FromWord(SourceNode node) => node.Text switch
    {
        "json" => JsonPayload.Strict,
        "json-lenient" => JsonPayload.Lenient,
        "text" => new TextPayload(decimalComma: false),
        "csv" => new CsvPayload((byte)',', header: false, decimalComma: false),
        "key-value" => new KeyValuePayload(null, (byte)'=', decimalComma: false),
        "line-protocol" => new LineProtocolPayload(),
        "xml" => new XmlPayload(),
        "hex" => new BytesPayload(ByteEncoding.Hex),
        "base64" => new BytesPayload(ByteEncoding.Base64),
        "bytes" => new BytesPayload(ByteEncoding.Raw),
        "binary" => Refuse(node.At, $"\"binary\" needs a field table: {{\"binary\": {FieldTable}}}; without one, write \"bytes\""),
        var word => Refuse(node.At, $"\"{word}\" is not a payload format{ObjectReader.Hint(word, Words, $"; the formats are {All}")}"),
    };

    private PayloadFormat? FromObject(SourceNode node)
    {
        if (ObjectReader.Open(node, "\"payload\"", WithOptions, [], log) is null || node.Members is not [var only])
        {
            return node.Members.Count == 1 ? null : Refuse(node.At, "\"payload\" names exactly one format");
        }

        return only.Name switch
        {
            "text" => ReadText(only.Value),
            "csv" => ReadCsv(only.Value),
            "key-value" => ReadKeyValue(only.Value),
            "binary" => new FieldTableReader(log).Read(only.Value, "binary", ByteEncoding.Raw),
            "hex" => new FieldTableReader(log).Read(only.Value, "hex", ByteEncoding.Hex),
            "base64" => new FieldTableReader(log).Read(only.Value, "base64", ByteEncoding.Base64),
            _ => null, // Open has said so
        };
    }

    private TextPayload? ReadText(SourceNode node) =>
        ObjectReader.Open(node, "\"text\"", ["decimalComma"], [], log) is { } options ? new TextPayload(options.Flag("decimalComma")) : null;

    private PayloadFormat? ReadCsv(SourceNode node)
    {
        if (ObjectReader.Open(node, "\"csv\"", ["separator", "header", "decimalComma", "rows"], [], log) is not { } options)
        {
            return null;
        }

        var decimalComma = options.Flag("decimalComma");
        if (Separator(options, "separator", decimalComma, ',') is not { } separator)
        {
            return null;
        }

        var header = options.Flag("header");
        return options.Word("rows", "last", "last", "all") == "all"
            ? new CsvRowsPayload(separator, header, decimalComma)
            : new CsvPayload(separator, header, decimalComma);
    }

    private KeyValuePayload? ReadKeyValue(SourceNode node)
    {
        if (ObjectReader.Open(node, "\"key-value\"", ["separator", "equals", "decimalComma"], [], log) is not { } options)
        {
            return null;
        }

        var decimalComma = options.Flag("decimalComma");
        byte? separator = null;
        if (options.Find("separator") is not null)
        {
            separator = Separator(options, "separator", decimalComma, ' ');
        }

        var equals = Separator(options, "equals", decimalComma: false, '=');
        if (separator is not null && separator == equals)
        {
            log.Add(options.At, "\"separator\" and \"equals\" are the same character; pairs could not be told from values");
        }

        return equals is { } mark ? new KeyValuePayload(separator, mark, decimalComma) : null;
    }

    private byte? Separator(ObjectReader options, string key, bool decimalComma, char fallback)
    {
        var separator = options.Text(key) ?? fallback.ToString();
        if (separator.Length != 1 || separator[0] >= 0x7F || char.IsAsciiLetterOrDigit(separator[0]) || separator is "\"" or "\n" or "\r" or "." or "-" or "+")
        {
            log.Add(
                options.Find(key)!.At,
                $"\"{key}\" is one character that is no letter, digit, quote, sign, point or line end, such as \";\" or \"\\t\"");
            return null;
        }

        if (decimalComma && separator == ",")
        {
            log.Add(options.At, "a comma cannot separate both fields and decimals; give another \"separator\"");
        }

        return (byte)separator[0];
    }

    private PayloadFormat? Refuse(SourcePosition at, string message)
    {
        log.Add(at, message);
        return null;
    }
}
