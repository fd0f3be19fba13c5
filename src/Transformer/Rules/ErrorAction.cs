namespace Busroot.Transformer.Rules;

/// <summary>What becomes of a reading its rule cannot read (<c>onError</c> in rule.json). The runner applies it.</summary>
public enum ErrorAction
{
    /// <summary>The outcome is <see cref="RuleOutcome.Failed"/>, and the frame is kept for replay. The default.</summary>
    Quarantine,

    /// <summary>The outcome is <see cref="RuleOutcome.Ignored"/>.</summary>
    Drop,

    /// <summary>The payload is published as it is if it is itself valid signals; otherwise as <see cref="Quarantine"/>.</summary>
    Pass,
}
