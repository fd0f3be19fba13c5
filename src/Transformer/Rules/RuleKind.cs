namespace Busroot.Transformer.Rules;

/// <summary>How a rule turns a payload into signals.</summary>
public enum RuleKind
{
    /// <summary>A table in rule.json: signal, path, conversions; no code.</summary>
    Mapping,

    /// <summary>A JavaScript module, rule.js beside rule.json, that exports the function to run.</summary>
    Script,

    /// <summary>The body of a Node-RED function, rule.js beside rule.json, with start.js and stop.js if it has On Start and On Stop.</summary>
    Function,

    /// <summary>A LoRaWAN payload codec (TS013 and what preceded it), rule.js beside rule.json; the mapping makes signals of what it decodes.</summary>
    Codec,
}
