using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>A message, or On Start, whose function has not come to its end: it awaits something.</summary>
/// <param name="step">Which of the two.</param>
internal sealed class MessageUnderWay(Step step)
{
    public Step Step { get; } = step;

    /// <summary>The reading; null for On Start.</summary>
    public KeptMessage? Message { get; private set; }

    /// <summary>How it ended; null until then.</summary>
    public Settlement? Settled { get; set; }

    /// <summary>Copies the reading, once: it goes on when the lane has long forgotten it.</summary>
    public void Keep(in MessageView message) => Message ??= Step == Step.Message ? KeptMessage.Of(message) : null;
}

/// <summary>How something that was awaited ended.</summary>
/// <param name="Value">The value, or what was thrown.</param>
/// <param name="IsError">Whether it was thrown.</param>
internal sealed record Settlement(JsValue Value, bool IsError);
