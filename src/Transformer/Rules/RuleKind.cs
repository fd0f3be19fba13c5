namespace Busroot.Transformer.Rules;

/// <summary>How a rule turns a payload into signals.</summary>
public enum RuleKind
{
    /// <summary>A table in rule.json: signal, path, conversions; no code.</summary>
    Mapping,

    /// <summary>A JavaScript module, rule.js beside rule.json, that exports the function to run.</summary>
    Script,
}
