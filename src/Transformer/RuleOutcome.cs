namespace Busroot.Transformer;

/// <summary>What one rule made of one message. Rules do not throw: every end a rule can come to is a case here.</summary>
public abstract record RuleOutcome
{
    private RuleOutcome()
    {
        // Closed: the cases are the four below.
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
        internal static readonly Ignored SeenBefore = new("seen before");
        internal static readonly Ignored TimePasses = new("nothing arrives");
        internal static readonly Ignored Dropped = new("the rule could not read this payload and drops such readings");
    }

    /// <summary>
    /// The function of the rule awaits something, or the reading waits for an earlier one of its device whose function does: a
    /// <see cref="TimedRun"/> brings its outcome. Until then nothing of it may be taken for done.
    /// </summary>
    public sealed record Awaits : RuleOutcome
    {
        private Awaits()
        {
        }

        /// <summary>The one instance.</summary>
        public static Awaits Instance { get; } = new();
    }

    /// <summary>The rule could not be applied; nothing was added to the signal buffer.</summary>
    /// <param name="Fault">The kind, for counting.</param>
    /// <param name="Message">What, why and where, in one line for a person; may quote up to 64 characters of the payload.</param>
    /// <param name="At">The place in the rule's source, when that is what failed.</param>
    public sealed record Failed(RuleFault Fault, string Message, SourcePosition? At) : RuleOutcome
    {
        /// <summary>Where in the author's script it failed and on which input; null for rules without a script.</summary>
        public ScriptFailure? Script { get; init; }
    }
}

/// <summary>What an author needs to find a failure of a script again.</summary>
/// <param name="RuleId">The rule, <c>acme/press</c>.</param>
/// <param name="Revision">Its revision, 12 hexadecimal digits.</param>
/// <param name="File">The file that <see cref="RuleOutcome.Failed.At"/> speaks of, below the rules directory with forward slashes.</param>
/// <param name="SourceLine">That line, trimmed, at most 160 characters; empty when no place is known.</param>
/// <param name="InputHash">First 12 hexadecimal digits of the SHA-256 of the payload.</param>
public sealed record ScriptFailure(string RuleId, string Revision, string File, string SourceLine, string InputHash);

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

    /// <summary>The script threw, returned something that is no signals, or awaits a promise that never settles.</summary>
    ScriptThrew,

    /// <summary>The run took longer than <see cref="Scripting.ScriptLimits.Time"/>.</summary>
    TimeLimit,

    /// <summary>The run executed more than <see cref="Scripting.ScriptLimits.Statements"/> statements.</summary>
    StatementLimit,

    /// <summary>The run allocated more than <see cref="Scripting.ScriptLimits.MemoryBytes"/>, or made a text or an array longer than allowed.</summary>
    MemoryLimit,

    /// <summary>Calls were nested deeper than <see cref="Scripting.ScriptLimits.RecursionDepth"/>.</summary>
    RecursionLimit,

    /// <summary>A regular expression took longer than <see cref="Scripting.ScriptLimits.RegexTime"/>.</summary>
    RegexLimit,

    /// <summary>The run returned more than <see cref="Scripting.ScriptLimits.Publications"/>.</summary>
    OutputLimit,

    /// <summary>The device's state grew beyond <see cref="Scripting.ScriptLimits.StateBytes"/>.</summary>
    StateLimit,

    /// <summary>What is stored as the device's state for this rule is no JSON object, or the script put something into it that JSON cannot hold.</summary>
    InvalidState,
}
