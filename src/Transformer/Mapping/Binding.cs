using System.Collections.Immutable;
using System.Globalization;
using Busroot.Transformer.Expressions;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Mapping;

/// <summary>Compiles one mapping for one set of variables.</summary>
internal sealed class Binding(ImmutableDictionary<string, VariableValue> variables, List<BindingProblem> problems) : IExpressionNames
{
    private const int LongestExcerpt = 80;
    private const int MostDecimals = 15; // as many as Math.Round keeps

    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly ImmutableArray<JsonPath>.Builder _paths = ImmutableArray.CreateBuilder<JsonPath>();
    private readonly List<SourcePosition> _places = [];
    private readonly List<(SignalStep Step, Expression? Native, ScriptExpression Script)> _expressions = [];
    private SourcePosition _expressionAt;

    public MappingPlan Compile(MappingTemplate mapping)
    {
        var stationSlot = mapping.Station is { } station ? SlotOf(station) : -1;
        var groups = mapping.Groups.Select(group => Group(group, stationSlot, mapping)).OfType<SignalGroup>().ToArray();
        var faults = new List<PathProblem>();
        var decoder = mapping.PartFormat.Compile(_paths.ToImmutable(), faults);
        problems.AddRange(faults.Select(fault => new BindingProblem(_places[fault.Path], $"{_paths[fault.Path]}: {fault.Message}")));
        return new MappingPlan(decoder, _paths.Count + _expressions.Count, ComputedSlots(), groups, Finder(mapping));
    }

    private ElementFinder? Finder(MappingTemplate mapping)
    {
        if (mapping.Each is not { } each)
        {
            return null;
        }

        if (mapping.Format is not JsonShapedPayload format)
        {
            problems.Add(new BindingProblem(
                each.At, "\"each\" needs a payload that holds a list: json, json-lenient, key-value, xml, line-protocol, or csv with \"rows\": \"all\""));
            return null;
        }

        return PathOf(each) is { } path ? new ElementFinder(format, path) : null;
    }

    // Null when its station is not wired, or none of its signals is.
    private SignalGroup? Group(GroupTemplate group, int stationSlot, MappingTemplate mapping)
    {
        var station = group.Station?.Fill(variables);
        if (group.Station is { } wanted && (station is null || !StationNames.IsName(station)))
        {
            if (station is not null)
            {
                problems.Add(new BindingProblem(wanted.At, $"\"{station}\" cannot name a station: 1 to {StationNames.Longest} letters, digits, _ - . or :"));
            }

            return null;
        }

        SignalStep[] steps = [.. group.Signals.OrderBy(signal => signal.Key).Select(signal => Step(signal, mapping)).OfType<SignalStep>()];
        return steps.Length == 0 ? null : new SignalGroup(station, stationSlot, steps);
    }

    // Null when the inputs it reads are not wired: then not even the default is published.
    private SignalStep? Step(SignalTemplate signal, MappingTemplate mapping)
    {
        int[] slots = [.. signal.Paths.Select(SlotOf).Where(slot => slot >= 0)];
        if (slots.Length == 0 && signal.Expression is null)
        {
            return null;
        }

        var step = new SignalStep
        {
            Key = signal.Key,
            Slots = slots,
            Not = [.. signal.Not.Select(Number).OfType<double>()],
            Scale = Number(signal.Scale) ?? 1,
            Round = Decimals(signal.Round),
            Map = signal.Map is { } map ? new ValueMap(map) : null,
            Default = DefaultOf(signal),
            Delta = signal.Delta is { } delta ? DeltaOf(delta) : null,
        };
        if (signal.Expression is { } template)
        {
            Add(step, template, mapping);
        }

        return step;
    }

    int IExpressionNames.SlotOf(ImmutableArray<PathSegment> path) => SlotOf(new JsonPath(path), _expressionAt);

    VariableValue? IExpressionNames.Variable(string name) => variables.TryGetValue(name, out var value) ? value : null;

    // The native form reads JSON paths; what it does not cover, and every other format, is the script engine's.
    private void Add(SignalStep step, ExpressionTemplate template, MappingTemplate mapping)
    {
        _expressionAt = template.At;
        if (ScriptExpression.Check(template.Text) is { } problem)
        {
            // Behind the quote. Only exact for a text without escapes, which is nearly every one.
            var at = problem.At.Line == 1 ? template.At with { Column = template.At.Column + problem.At.Column } : template.At;
            problems.Add(new BindingProblem(at, $"\"{Excerpt(template.Text)}\" is not a JavaScript expression: {problem.Message}"));
            return;
        }

        if (StateFunctions.Names.FirstOrDefault(name => ScriptExpression.Mentions(template.Text, name)) is { } stateful)
        {
            problems.Add(new BindingProblem(
                template.At, $"\"{Excerpt(template.Text)}\": an expression remembers nothing, and {stateful} needs to; use \"delta\" of the signal, or kind \"script\""));
            return;
        }

        var native = mapping.PartFormat is JsonShapedPayload ? ExpressionParser.TryParse(template.Text, this) : null;
        _expressions.Add((step, native, new ScriptExpression(template, mapping.Payloads)));
    }

    private static string Excerpt(string text) => text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "...";

    /// <summary>Gives each expression a slot behind those of the payload, and points its signal there.</summary>
    private ComputedSlot[] ComputedSlots()
    {
        var computed = new ComputedSlot[_expressions.Count];
        for (var i = 0; i < computed.Length; i++)
        {
            computed[i] = new ComputedSlot(_paths.Count + i, _expressions[i].Native, _expressions[i].Script);
            _expressions[i].Step.Slots = [computed[i].Slot];
        }

        return computed;
    }

    private int SlotOf(Template template) => PathOf(template) is { } path ? SlotOf(path, template.At) : -1;

    private JsonPath? PathOf(Template template)
    {
        if (template.Fill(variables) is not { } text)
        {
            return null;
        }

        if (JsonPath.TryParse(text, out var path, out var error))
        {
            return path;
        }

        problems.Add(new BindingProblem(template.At, error));
        return null;
    }

    private int SlotOf(JsonPath path, SourcePosition at)
    {
        if (_slots.TryGetValue(path.Normalized, out var known))
        {
            return known;
        }

        _slots.Add(path.Normalized, _paths.Count);
        _paths.Add(path);
        _places.Add(at);
        return _paths.Count - 1;
    }

    private double? Number(NumberTemplate? template)
    {
        if (template?.Variable is not { } name)
        {
            return template?.Constant;
        }

        var value = variables.GetValueOrDefault(name);
        if (value.IsUnset)
        {
            return null;
        }

        if (value.Number is null
            && !(value.Text is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)))
        {
            problems.Add(new BindingProblem(template.At, $"variable \"{name}\" is \"{value}\"; a number is needed here"));
            return null;
        }

        return value.Number ?? double.Parse(value.Text!, CultureInfo.InvariantCulture);
    }

    private CounterDelta DeltaOf(DeltaTemplate delta)
    {
        var bits = Number(delta.Bits);
        var most = Number(delta.MaxStep);
        if (bits is { } width && (width is < 1 or > 53 || width != Math.Floor(width)))
        {
            problems.Add(new BindingProblem(delta.Bits!.At, $"\"bits\" is the width of the device's counter, a whole number from 1 to 53, not {width.ToString(CultureInfo.InvariantCulture)}"));
            bits = null;
        }

        if (most <= 0)
        {
            problems.Add(new BindingProblem(delta.MaxStep!.At, "\"maxStep\" is the most one reading can add, a number above 0"));
        }

        return new CounterDelta((int?)bits, most, delta.SkipsRestart);
    }

    private int Decimals(NumberTemplate? template)
    {
        if (template is null || Number(template) is not { } places)
        {
            return -1;
        }

        if (places is < 0 or > MostDecimals || places != Math.Floor(places))
        {
            problems.Add(new BindingProblem(
                template.At, $"round is a whole number of decimal places from 0 to {MostDecimals}, not {places.ToString(CultureInfo.InvariantCulture)}"));
            return -1;
        }

        return (int)places;
    }

    private double? DefaultOf(SignalTemplate signal)
    {
        if (signal.Default is null || Number(signal.Default) is not { } value)
        {
            return null;
        }

        if (!SignalContract.Allows(signal.Key, value))
        {
            var name = SignalContract.Names[(int)signal.Key];
            problems.Add(new BindingProblem(
                signal.Default.At, $"{name} can never be {value.ToString(CultureInfo.InvariantCulture)}; expected {SignalContract.Expectation(signal.Key)}"));
            return null;
        }

        return value;
    }
}
