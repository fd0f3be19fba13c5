using System.Collections.Immutable;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Mapping;

/// <summary>A mapping as rule.json says it; binding it to a set of variables gives a plan. Threads: immutable.</summary>
/// <param name="Format">How payloads are laid out.</param>
/// <param name="Signals">How each signal is made.</param>
internal sealed record MappingTemplate(PayloadFormat Format, ImmutableArray<SignalTemplate> Signals)
{
    /// <summary>Decodes whole payloads, for expressions.</summary>
    public PayloadValues Payloads => field ??= new PayloadValues(Format);

    /// <summary>Puts variables in and compiles.</summary>
    /// <param name="variables">All variables the mapping refers to; unset ones leave out the signals that need them.</param>
    /// <param name="problems">Gains what does not fit, with its place in rule.json. When it gains something, do not run the plan.</param>
    public MappingPlan Bind(ImmutableDictionary<string, VariableValue> variables, List<BindingProblem> problems) =>
        new Binding(variables, problems).Compile(this);
}

/// <summary>A value that does not fit where rule.json wants it.</summary>
internal readonly record struct BindingProblem(SourcePosition At, string Message);
