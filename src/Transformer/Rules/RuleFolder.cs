using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Rules;

/// <summary>Makes a rule of the files of one folder.</summary>
/// <param name="files">The files.</param>
/// <param name="limits">The service's limits for scripts.</param>
internal sealed class RuleFolder(RuleSource files, ScriptLimits limits)
{
    private const string VendorExamples = "examples.vendor.json";

    public List<RuleProblem> Problems { get; } = [];

    public List<RuleProblem> Warnings { get; } = [];

    /// <summary>Compiles the rule.</summary>
    /// <returns>Null when there is a problem.</returns>
    public Rule? Load()
    {
        if (files.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or '/')))
        {
            Problems.Add(new RuleProblem($"{files.Id}/rule.json", 0, 0, "the folder is the rule's name: letters, digits, _ - and . only"));
        }

        var source = ReadSource("rule.json");
        if (source is null || Parse(source, (root, log) => new RuleFileReader(log, limits).Read(root)) is not { } file)
        {
            return null;
        }

        var script = file.Kind == RuleKind.Mapping ? null : ReadScript(file.Kind);
        var program = script is null || file.Kind != RuleKind.Script ? null : Compile(script);
        var start = file.Kind == RuleKind.Function ? ReadOptional("start.js") : null;
        var stop = file.Kind == RuleKind.Function ? ReadOptional("stop.js") : null;
        var function = script is null || file.Function is null ? null : CompileFunction(file, script, start, stop);
        var codec = script is null || file.Codec is null ? null : CompileCodec(file, script);
        var examples = ReadExamples(file);
        return Problems.Count > 0 ? null : new Rule(file, program)
        {
            Id = files.Id,
            Revision = Convert.ToHexStringLower(SHA256.HashData([.. source.Bytes, .. script?.Bytes ?? [], .. start?.Bytes ?? [], .. stop?.Bytes ?? []]))[..12],
            Description = file.Description,
            Devices = [.. file.Patterns.Select(placed => placed.Pattern.Text)],
            Kind = file.Kind,
            OnError = file.OnError,
            Variables = file.Variables,
            Examples = examples,
            ServiceLimits = limits,
            Function = function,
            Codec = codec,
        };
    }

    private SourceText? ReadScript(RuleKind kind)
    {
        if (!files.Has("rule.js"))
        {
            var what = kind switch { RuleKind.Function => "body", RuleKind.Codec => "codec", _ => "script" };
            Problems.Add(new RuleProblem($"{files.Id}/rule.js", 0, 0, $"a rule of kind \"{kind.ToString().ToLowerInvariant()}\" has its {what} in rule.js beside rule.json; there is none"));
            return null;
        }

        return ReadOptional("rule.js");
    }

    private SourceText? ReadOptional(string name)
    {
        if (!files.Has(name))
        {
            return null;
        }

        var script = ReadSource(name);
        if (script?.Bytes.Length > limits.SourceBytes)
        {
            Problems.Add(new RuleProblem(script.File, 0, 0, $"the script is larger than {limits.SourceBytes} bytes"));
            return null;
        }

        return script;
    }

    private FunctionRule? CompileFunction(RuleFile file, SourceText body, SourceText? start, SourceText? stop)
    {
        var settings = file.Function!;
        var program = CompileBody(body);
        var onStart = start is null ? null : CompileBody(start);
        var onStop = stop is null ? null : CompileBody(stop);
        return program is null ? null : new FunctionRule(program, onStart, onStop, settings.Outputs, settings.Data, settings.Name ?? files.Id, file.Limits);
    }

    private FunctionProgram? CompileBody(SourceText source)
    {
        var problems = new List<ScriptProblem>();
        var program = FunctionProgram.Compile(source.File, Encoding.UTF8.GetString(source.Bytes), problems);
        Problems.AddRange(problems.Select(problem => source.Problem(problem.At, problem.Message)));
        return program;
    }

    private CodecRule? CompileCodec(RuleFile file, SourceText script)
    {
        var problems = new List<ScriptProblem>();
        var program = CodecProgram.Compile(script.File, Encoding.UTF8.GetString(script.Bytes), hasMapping: file.Mapping is not null, problems);
        Problems.AddRange(problems.Select(problem => script.Problem(problem.At, problem.Message)));
        return program is null ? null : new CodecRule(program, file.Codec!, file.Limits) { Examples = ReadVendorExamples() };
    }

    private ImmutableArray<VendorExample> ReadVendorExamples()
    {
        if (!files.Has(VendorExamples) || ReadSource(VendorExamples) is not { } source)
        {
            return [];
        }

        var root = VendorJson.Parse(Encoding.UTF8.GetString(source.Bytes), out var error);
        var problems = new List<string>();
        var examples = VendorExample.From(root, problems).ToImmutableArray();
        Problems.AddRange(problems.Select(problem => source.Problem(new SourcePosition(1, 1), problem)));
        if (error is { } fault)
        {
            Problems.Add(source.Problem(fault.At, fault.Message));
        }
        else if (examples.IsEmpty && problems.Count == 0)
        {
            Problems.Add(source.Problem(new SourcePosition(1, 1), "there is no example of an uplink: a list of { description, input: { bytes, fPort }, output: { data } }"));
        }

        return examples;
    }

    private ScriptProgram? Compile(SourceText script)
    {
        var problems = new List<ScriptProblem>();
        var program = ScriptProgram.Compile(script.File, Encoding.UTF8.GetString(script.Bytes), problems);
        Problems.AddRange(problems.Select(problem => script.Problem(problem.At, problem.Message)));
        return program;
    }

    private ImmutableArray<RuleExample> ReadExamples(RuleFile file)
    {
        if (!files.Has("examples.json"))
        {
            Warnings.Add(new RuleProblem($"{files.Id}/examples.json", 0, 0, "the rule has no examples; nothing notices when a change breaks it"));
            return [];
        }

        return ReadSource("examples.json") is { } source
            ? [.. Parse(source, (root, log) => (IEnumerable<RuleExample>)new ExamplesReader(file.Variables, log).Read(root)) ?? []]
            : [];
    }

    private T? Parse<T>(SourceText source, Func<SourceNode, ProblemLog, T?> read)
        where T : class
    {
        if (SourceNode.Parse(source, out var problem) is not { } root)
        {
            Problems.Add(problem!);
            return null;
        }

        var log = new ProblemLog(source);
        var result = read(root, log);
        Problems.AddRange(log.Problems.OrderBy(found => found.Line).ThenBy(found => found.Column));
        Warnings.AddRange(log.Warnings.OrderBy(found => found.Line).ThenBy(found => found.Column));
        return result;
    }

    private SourceText? ReadSource(string name)
    {
        var label = $"{files.Id}/{name}";
        if (files.Files.TryGetValue(name, out var content))
        {
            return new SourceText(label, (content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content).ToArray());
        }

        Problems.Add(new RuleProblem(label, 0, 0, files.FaultOf(name) ?? "the file cannot be read: there is none, and a rule is nothing without it"));
        return null;
    }
}
