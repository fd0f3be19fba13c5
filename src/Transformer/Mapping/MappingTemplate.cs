using System.Collections.Immutable;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Mapping;

/// <summary>A mapping as rule.json says it; binding it to a set of variables gives a plan. Threads: immutable.</summary>
/// <param name="Format">How payloads are laid out.</param>
/// <param name="Groups">The signals of the device and of its stations.</param>
/// <param name="Each">Where the elements are that are mapped one by one, each for a station of its own; null when the payload is mapped as a whole.</param>
/// <param name="Station">Where an element names its station.</param>
internal sealed record MappingTemplate(PayloadFormat Format, ImmutableArray<GroupTemplate> Groups, Template? Each = null, Template? Station = null)
{
    /// <summary>How what the signals are read from is laid out: the payload, or one element of it.</summary>
    public PayloadFormat PartFormat => Each is null ? Format : JsonPayload.Strict;

    /// <summary>Decodes whole payloads, or whole elements, for expressions.</summary>
    public PayloadValues Payloads => field ??= new PayloadValues(PartFormat);

    /// <summary>All signals of all groups.</summary>
    public IEnumerable<SignalTemplate> Signals => Groups.SelectMany(group => group.Signals);

    /// <summary>Puts variables in and compiles.</summary>
    /// <param name="variables">All variables the mapping refers to; unset ones leave out the signals that need them.</param>
    /// <param name="problems">Gains what does not fit, with its place in rule.json. When it gains something, do not run the plan.</param>
    public MappingPlan Bind(ImmutableDictionary<string, VariableValue> variables, List<BindingProblem> problems) =>
        new Binding(variables, problems).Compile(this);
}

/// <summary>Signals that are published together.</summary>
/// <param name="Station">The station they are for; null for the device's own topic, and when each element names its station.</param>
/// <param name="Signals">How each is made.</param>
internal sealed record GroupTemplate(Template? Station, ImmutableArray<SignalTemplate> Signals);

/// <summary>A value that does not fit where rule.json wants it.</summary>
internal readonly record struct BindingProblem(SourcePosition At, string Message);
