using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Reads examples.json.</summary>
/// <param name="variables">What the rule declares.</param>
/// <param name="log">Gains the problems.</param>
internal sealed class ExamplesReader(ImmutableDictionary<string, VariableValue> variables, ProblemLog log)
{
    /// <summary>Where a message comes that names no topic.</summary>
    public const string DefaultTopic = "busroot/v1/dau/example/device";

    private static readonly string[] ExampleKeys = ["description", "variables", "messages"];
    private static readonly string[] MessageKeys = ["payload", "encoding", "topic", "at", "retain", "dup", "backlog", "expect"];
    private static readonly DateTimeOffset DefaultArrival = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ImmutableArray<RuleExample> Read(SourceNode root)
    {
        if (root.Kind != JsonValueKind.Array)
        {
            log.Add(root.At, $"examples.json is an array of examples, not {root.Described}");
            return [];
        }

        var examples = root.Items.Select(ReadExample).OfType<RuleExample>().ToImmutableArray();
        foreach (var again in examples.GroupBy(example => example.Description, StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
        {
            log.Add(again.At, $"another example is already called \"{again.Description}\"");
        }

        return examples;
    }

    private RuleExample? ReadExample(SourceNode node)
    {
        if (ObjectReader.Open(node, "an example", ExampleKeys, [], log) is not { } example)
        {
            return null;
        }

        example.Require("description", "what the example shows");
        var messages = example.Require("messages", "at least one message");
        if (messages is { Kind: JsonValueKind.Array, Items.Count: 0 })
        {
            log.Add(messages.At, "\"messages\" lists at least one message");
        }

        return new RuleExample(
            example.Text("description") ?? "", ReadVariables(example), [.. example.Items("messages").Select(ReadMessage).OfType<ExampleMessage>()], node.At);
    }

    private ImmutableDictionary<string, VariableValue> ReadVariables(ObjectReader example)
    {
        var values = ImmutableDictionary.CreateBuilder<string, VariableValue>(StringComparer.Ordinal);
        foreach (var member in example.Members("variables"))
        {
            if (!variables.ContainsKey(member.Name))
            {
                log.Add(member.At, $"the rule declares no variable \"{member.Name}\"{ObjectReader.Hint(member.Name, variables.Keys)}");
            }
            else if (VariableReader.Read(member.Value, log) is { } value)
            {
                values[member.Name] = value;
            }
        }

        return values.ToImmutable();
    }

    private ExampleMessage? ReadMessage(SourceNode node)
    {
        if (ObjectReader.Open(node, "a message", MessageKeys, [], log) is not { } message)
        {
            return null;
        }

        if (message.Find("at") is null)
        {
            message.Require("payload", "what the device sends");
        }

        var expect = message.Require("expect", "a list of publications, [] for none, or {\"error\": \"part of the message\"}");
        return new ExampleMessage(
            message.Text("topic") ?? DefaultTopic,
            ReadPayload(message),
            ReadArrival(message),
            message.Flag("retain"),
            message.Flag("dup"),
            message.Flag("backlog"),
            expect is null ? new ExampleExpectation.Publications([]) : ReadExpectation(expect));
    }

    private ImmutableArray<byte> ReadPayload(ObjectReader message)
    {
        var encoding = message.Word("encoding", "utf8", "utf8", "hex", "base64");
        if (message.Find("payload") is null)
        {
            return default; // only time passes
        }

        var text = message.Text("payload") ?? "";
        try
        {
            return encoding switch
            {
                "hex" => [.. Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal))],
                "base64" => [.. Convert.FromBase64String(text)],
                _ => [.. Encoding.UTF8.GetBytes(text)],
            };
        }
        catch (FormatException fault)
        {
            log.Add(message.Find("payload")!.At, $"the payload is not in the encoding the message names: {fault.Message}");
            return [];
        }
    }

    private DateTimeOffset ReadArrival(ObjectReader message)
    {
        if (message.Text("at") is not { } text)
        {
            return DefaultArrival;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            log.Add(message.Find("at")!.At, $"\"at\" is a time such as \"2026-11-22T08:00:00Z\", not \"{text}\"");
        }

        return at;
    }

    private ExampleExpectation ReadExpectation(SourceNode node)
    {
        if (node.Kind == JsonValueKind.Array)
        {
            return new ExampleExpectation.Publications([.. node.Items.Select(ReadPublication).OfType<ExpectedPublication>()]);
        }

        var error = ObjectReader.Open(node, "\"expect\", when it is no list,", ["error"], [], log);
        error?.Require("error", "a part of the message");
        return new ExampleExpectation.Error(error?.Text("error") ?? "");
    }

    private ExpectedPublication? ReadPublication(SourceNode node)
    {
        if (ObjectReader.Open(node, "an expected publication", ["station", "signals"], [], log) is not { } publication)
        {
            return null;
        }

        publication.Require("signals", "an object of signals");
        var signals = ImmutableSortedDictionary.CreateBuilder<SignalKey, double>();
        foreach (var member in publication.Members("signals"))
        {
            ReadSignal(member, signals);
        }

        if (publication.Find("signals") is { Kind: JsonValueKind.Object, Members.Count: 0 } empty)
        {
            log.Add(empty.At, "an empty publication never leaves; write \"expect\": [] when nothing is published");
        }

        return new ExpectedPublication(publication.Text("station"), signals.ToImmutable());
    }

    private void ReadSignal(SourceMember member, ImmutableSortedDictionary<SignalKey, double>.Builder signals)
    {
        double? number = member.Value.Kind switch
        {
            JsonValueKind.Number => member.Value.Number,
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => null,
        };
        if (!SignalContract.TryParse(member.Name, out var key))
        {
            log.Add(member.At, $"\"{member.Name}\" is not a signal{ObjectReader.Hint(member.Name, SignalContract.Names)}");
        }
        else if (number is not { } value || !SignalContract.Allows(key, value))
        {
            log.Add(member.Value.At, $"{SignalContract.Names[(int)key]} can never be {member.Value.Described}; expected {SignalContract.Expectation(key)}");
        }
        else if (!signals.TryAdd(key, value))
        {
            log.Add(member.At, $"\"{member.Name}\" is {SignalContract.Names[(int)key]} again; keep one");
        }
    }
}
