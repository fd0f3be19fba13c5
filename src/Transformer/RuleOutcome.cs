namespace Busroot.Transformer;

/// <summary>What one rule made of one message. Rules do not throw: every end a rule can come to is a case here.</summary>
public abstract record RuleOutcome
{
    private RuleOutcome()
    {
        // Closed: the cases are the three below.
    }

    /// <summary>The rule applied; its signals are at the end of the signal buffer, at least one publication.</summary>
    public sealed record Produced : RuleOutcome
    {
        private Produced()
        {
        }

        /// <summary>The one instance: the signals are in the buffer, so there is nothing to carry.</summary>
        public static Produced Instance { get; } = new();
    }

    /// <summary>The rule matched but has nothing to say, for instance a retained increment. Normal, not a fault.</summary>
    /// <param name="Reason">A short sentence without values from the message, so that equal reasons can be counted.</param>
    public sealed record Ignored(string Reason) : RuleOutcome
    {
        internal static readonly Ignored NoSignal = new("no signal in this payload");
        internal static readonly Ignored NamedByRule = new("the rule ignores this payload");
        internal static readonly Ignored RetainedIncrement = new("only increments, and the message was retained: they were counted when it was live");
        internal static readonly Ignored Dropped = new("the rule could not read this payload and drops such readings");
    }

    /// <summary>The rule could not be applied; nothing was added to the signal buffer.</summary>
    /// <param name="Fault">The kind, for counting.</param>
    /// <param name="Message">What, why and where, in one line for a person; may quote up to 64 characters of the payload.</param>
    /// <param name="At">The place in the rule's source, when that is what failed.</param>
    public sealed record Failed(RuleFault Fault, string Message, SourcePosition? At) : RuleOutcome;
}

/// <summary>Why a rule failed; a closed set, so it can be a metric tag.</summary>
public enum RuleFault
{
    /// <summary>The payload is not in the format the rule, or the signals topic, expects.</summary>
    InvalidPayload,

    /// <summary>A key that is not a signal, on the signals topic.</summary>
    UnknownSignal,

    /// <summary>A signal with a value outside the contract, on the signals topic.</summary>
    InvalidValue,

    /// <summary>The device's variables do not fit the rule: one is missing, of the wrong type, or makes no valid path.</summary>
    InvalidVariable,
}
