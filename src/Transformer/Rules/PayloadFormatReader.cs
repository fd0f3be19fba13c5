using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>payload</c> of rule.json.</summary>
internal sealed class PayloadFormatReader(ProblemLog log)
{
    private const string All = "json, json-lenient, text, csv, binary and hex";
    private const string FieldTable = "{\"fields\": {\"kwh\": {\"offset\": 3, \"type\": \"f32\"}}}";

    private static readonly string[] Words = ["json", "json-lenient", "text", "csv"];
    private static readonly string[] WithOptions = ["text", "csv", "binary", "hex"];
    private static readonly string[] Later = ["key-value", "base64", "bytes", "xml", "line-protocol"];

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
        "json" => new JsonPayload(lenient: false),
        "json-lenient" => new JsonPayload(lenient: true),
        "text" => new TextPayload(decimalComma: false),
        "csv" => new CsvPayload((byte)',', header: false, decimalComma: false),
        "hex" or "binary" => Refuse(node.At, $"\"{node.Text}\" needs a field table: {{\"{node.Text}\": {FieldTable}}}"),
        var word when Later.Contains(word) => Refuse(node.At, $"payload \"{word}\" is not supported yet by this version; it reads {All}"),
        var word => Refuse(node.At, $"\"{word}\" is not a payload format{ObjectReader.Hint(word, Words, $"; the formats are {All}")}"),
    };

    private PayloadFormat? FromObject(SourceNode node)
    {
        if (ObjectReader.Open(node, "\"payload\"", WithOptions, Later, log) is null || node.Members is not [var only])
        {
            return node.Members.Count == 1 ? null : Refuse(node.At, "\"payload\" names exactly one format");
        }

        return only.Name switch
        {
            "text" => ReadText(only.Value),
            "csv" => ReadCsv(only.Value),
            "binary" => new FieldTableReader(log).Read(only.Value, hexText: false),
            "hex" => new FieldTableReader(log).Read(only.Value, hexText: true),
            _ => null, // Open has said so
        };
    }

    private TextPayload? ReadText(SourceNode node) =>
        ObjectReader.Open(node, "\"text\"", ["decimalComma"], [], log) is { } options ? new TextPayload(options.Flag("decimalComma")) : null;

    private CsvPayload? ReadCsv(SourceNode node)
    {
        if (ObjectReader.Open(node, "\"csv\"", ["separator", "header", "decimalComma"], [], log) is not { } options)
        {
            return null;
        }

        var separator = options.Text("separator") ?? ",";
        if (separator.Length != 1 || separator[0] >= 0x7F || char.IsAsciiLetterOrDigit(separator[0]) || separator is "\"" or "\n" or "\r" or "." or "-" or "+")
        {
            log.Add(
                options.Find("separator")!.At,
                "\"separator\" is one character that is no letter, digit, quote, sign, point or line end, such as \";\" or \"\\t\"");
            return null;
        }

        var decimalComma = options.Flag("decimalComma");
        if (decimalComma && separator == ",")
        {
            log.Add(options.At, "a comma cannot separate both fields and decimals; give another \"separator\"");
        }

        return new CsvPayload((byte)separator[0], options.Flag("header"), decimalComma);
    }

    private PayloadFormat? Refuse(SourcePosition at, string message)
    {
        log.Add(at, message);
        return null;
    }
}
