namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Why code of a function runs. A view, valid for the call.</summary>
internal readonly ref struct Occasion
{
    public required Step Step { get; init; }

    /// <summary>The time the function sees.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The part of the function that runs, or whose file is named when something goes wrong.</summary>
    public required FunctionProgram Program { get; init; }

    /// <summary>The reading; only for <see cref="Step.Message"/>.</summary>
    public MessageView Message { get; init; }

    /// <summary>What fires; only for <see cref="Step.Timer"/>.</summary>
    public DeviceTimer? Timer { get; init; }

    /// <summary>Whether what runs is a part of a message: its beginning, or a timer it started.</summary>
    public bool IsPartOf(MessageUnderWay message) => Timer is null || ReferenceEquals(Timer.MessageId, message.Id);
}

/// <summary>What a run of a function is: one of the four occasions on which code of a function runs.</summary>
internal enum Step
{
    Start,
    Message,
    Timer,
    Stop,
}

/// <summary>What came of a run.</summary>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Of">What had been under way and came to its end in this run, or published its first; null when the outcome is the run's own.</param>
/// <param name="Answers">Whether it is the outcome of a reading that had none yet.</param>
internal readonly record struct StepEnd(RuleOutcome Outcome, MessageUnderWay? Of, bool Answers);
