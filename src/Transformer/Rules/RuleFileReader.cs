using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Busroot.Transformer.Dedupe;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Matching;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>What rule.json says, checked; the examples and the ID come from elsewhere.</summary>
internal sealed record RuleFile(
    string Description,
    ImmutableArray<PlacedPattern> Patterns,
    ImmutableDictionary<string, VariableValue> Variables,
    ErrorAction OnError,
    ImmutableArray<byte[]> Ignored,
    RuleKind Kind,
    PayloadFormat? Format,
    ScriptLimits Limits,
    MappingTemplate? Mapping,
    BoundPlan? DefaultPlan)
{
    /// <summary>What it says about a function; null for other kinds.</summary>
    public FunctionSettings? Function { get; init; }

    /// <summary>What it says about a codec; null for other kinds.</summary>
    public CodecSettings? Codec { get; init; }

    /// <summary>How readings that come twice are known; null when they all run.</summary>
    public DedupeRule? Dedupe { get; init; }
}

/// <summary>Reads rule.json; finds everything that is wrong with it, not only the first thing.</summary>
/// <param name="log">Gains the problems.</param>
/// <param name="service">The limits of the service.</param>
internal sealed class RuleFileReader(ProblemLog log, ScriptLimits service)
{
    private static readonly string[] Known = ["$schema", "description", "devices", "payload", "variables", "kind", "mapping", "function", "codec", "onError", "ignore", "dedupe", "limits"];
    private static readonly string[] Kinds = ["mapping", "script", "function", "codec"];

    /// <summary>Checks and compiles.</summary>
    /// <returns>What could be read, for what else is to be checked; not fit to run when there is a problem. Null when the file is no object.</returns>
    public RuleFile? Read(SourceNode root)
    {
        if (ObjectReader.Open(root, "rule.json", Known, [], log) is not { } file)
        {
            return null;
        }

        var description = ReadDescription(file);
        var patterns = ReadPatterns(file);
        var variables = ReadVariables(file);
        var kind = ReadKind(file);
        var onError = ReadErrorAction(file);
        var ignored = ReadIgnored(file);
        var limits = new LimitsReader(log, service).Read(file);
        var function = kind == RuleKind.Function ? new FunctionReader(log).Read(file) : null;
        var codec = kind == RuleKind.Codec ? new CodecReader(log).Read(file) : null;
        var format = ReadFormat(file, kind);
        var mapping = kind == RuleKind.Mapping || (kind == RuleKind.Codec && file.Find("mapping") is not null) ? ReadMapping(file, format, variables) : NoMapping(file, kind);
        var dedupe = new DedupeReader(log).Read(file, KeyFormat(file, kind, codec, format));
        RefuseOthers(file, kind);
        var plan = mapping is null ? null : Bind(mapping, variables);
        return new RuleFile(description, patterns, variables, onError, ignored, kind, format, limits, mapping, plan) { Function = function, Codec = codec, Dedupe = dedupe };
    }

    // Functions get their payload as Node-RED gives it; the mapping of a codec reads what the codec decoded.
    private PayloadFormat? ReadFormat(ObjectReader file, RuleKind kind) => kind switch
    {
        RuleKind.Function => null,
        RuleKind.Codec => new JsonPayload(lenient: false),
        _ => new PayloadFormatReader(log).Read(file.Require("payload", "how the device lays out its payload, for instance \"json\"")),
    };

    // The key of a reading is looked for in what the device sent, before a function or a codec is run.
    private PayloadFormat? KeyFormat(ObjectReader file, RuleKind kind, CodecSettings? codec, PayloadFormat? format)
    {
        if (file.Find("dedupe") is { } dedupe && codec is { Carrier: not FrameCarrier.Json })
        {
            log.Add(dedupe.At, "\"dedupe\" needs payload \"json\" here: a frame has no names before the codec has read it");
            return null;
        }

        return kind is RuleKind.Function ? JsonPayload.Strict : format;
    }

    private void RefuseOthers(ObjectReader file, RuleKind kind)
    {
        foreach (var (key, owner) in (ReadOnlySpan<(string, RuleKind)>)[("function", RuleKind.Function), ("codec", RuleKind.Codec)])
        {
            if (kind != owner && file.Find(key) is { } node)
            {
                log.Add(node.At, $"\"{key}\" is for rules of kind \"{key}\"; this one is of kind \"{kind.ToString().ToLowerInvariant()}\"");
            }
        }
    }

    private BoundPlan Bind(MappingTemplate mapping, ImmutableDictionary<string, VariableValue> variables)
    {
        var problems = new List<BindingProblem>();
        var plan = mapping.Bind(variables, problems);
        problems.ForEach(problem => log.Add(problem.At, problem.Message));
        return new BoundPlan(plan, null);
    }

    private MappingTemplate? NoMapping(ObjectReader file, RuleKind kind)
    {
        if (file.Find("mapping") is { } mapping)
        {
            log.Add(mapping.At, $"a rule of kind \"{kind.ToString().ToLowerInvariant()}\" has no \"mapping\"; its script gives the signals");
        }

        return null;
    }

    private string ReadDescription(ObjectReader file)
    {
        file.Require("description", "one line that says what the rule is for");
        file.Text("$schema");
        var text = file.Text("description");
        if (text is not null && (string.IsNullOrWhiteSpace(text) || text.Length > 200 || text.Contains('\n', StringComparison.Ordinal)))
        {
            log.Add(file.Find("description")!.At, "\"description\" is one line of 1 to 200 characters");
        }

        return text ?? "";
    }

    private ImmutableArray<PlacedPattern> ReadPatterns(ObjectReader file)
    {
        var patterns = ImmutableArray.CreateBuilder<PlacedPattern>();
        foreach (var item in file.Items("devices"))
        {
            if (item.Kind != JsonValueKind.String)
            {
                log.Add(item.At, $"a device pattern is a text such as \"*/opta-*\", not {item.Described}");
            }
            else if (!DevicePattern.TryParse(item.Text, out var pattern, out var error))
            {
                log.Add(item.At, error);
            }
            else
            {
                patterns.Add(new PlacedPattern(pattern, item.At));
            }
        }

        return patterns.ToImmutable();
    }

    private ImmutableDictionary<string, VariableValue> ReadVariables(ObjectReader file)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, VariableValue>(StringComparer.Ordinal);
        foreach (var member in file.Members("variables"))
        {
            if (member.Name.Length is 0 or > 64 || !char.IsAsciiLetter(member.Name[0]) || !member.Name.All(char.IsAsciiLetterOrDigit))
            {
                log.Add(member.At, $"\"{member.Name}\" is not a variable name: a letter, then letters and digits, at most 64");
            }
            else
            {
                variables[member.Name] = VariableReader.Read(member.Value, log) ?? default; // declared, whatever is wrong with its value
            }
        }

        return variables.ToImmutable();
    }

    // One that is misspelt is taken for what was probably meant, so that the rest is judged by it.
    private RuleKind ReadKind(ObjectReader file)
    {
        var node = file.Require("kind", "\"mapping\", \"script\", \"function\" or \"codec\"");
        var kind = file.Text("kind");
        if (kind is not null && !Kinds.Contains(kind))
        {
            log.Add(node!.At, $"\"kind\" is \"mapping\", \"script\", \"function\" or \"codec\", not \"{kind}\"{ObjectReader.Hint(kind, Kinds)}");
            kind = Spelling.Nearest(kind, Kinds);
        }

        return (RuleKind)Math.Max(Array.IndexOf(Kinds, kind), 0);
    }

    private static ErrorAction ReadErrorAction(ObjectReader file) => file.Word("onError", "quarantine", "quarantine", "drop", "pass") switch
    {
        "drop" => ErrorAction.Drop,
        "pass" => ErrorAction.Pass,
        _ => ErrorAction.Quarantine,
    };

    private ImmutableArray<byte[]> ReadIgnored(ObjectReader file)
    {
        var ignored = ImmutableArray.CreateBuilder<byte[]>();
        foreach (var item in file.Items("ignore"))
        {
            if (item.Kind != JsonValueKind.String)
            {
                log.Add(item.At, $"\"ignore\" lists payloads as texts, such as \"Offline\", not {item.Described}");
            }
            else
            {
                ignored.Add(AsciiText.Trim(Encoding.UTF8.GetBytes(item.Text)).ToArray());
            }
        }

        return ignored.ToImmutable();
    }

    private MappingTemplate? ReadMapping(ObjectReader file, PayloadFormat? format, ImmutableDictionary<string, VariableValue> variables)
    {
        file.Require("mapping", "the table from signals to paths");
        var reader = new MappingReader(log, variables);
        var mapping = reader.Read(file.Members("mapping"), format);
        if (file.Find("mapping") is { Kind: JsonValueKind.Object, Members.Count: 0 } empty)
        {
            log.Add(empty.At, "\"mapping\" names no signal; at least one is needed");
        }

        foreach (var member in file.Members("variables").Where(member => !reader.UsedVariables.Contains(member.Name)))
        {
            log.Warn(member.At, $"variable \"{member.Name}\" is used nowhere; write ${{{member.Name}}} where its value belongs, or remove it");
        }

        return mapping;
    }
}
