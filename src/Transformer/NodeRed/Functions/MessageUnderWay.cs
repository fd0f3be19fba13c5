using Jint.Native;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>A message, or On Start, whose function has not come to its end: it awaits something.</summary>
/// <remarks>While its reading is not answered, nothing the message did is stored, so that it can be run anew from its beginning.</remarks>
/// <param name="step">Which of the two.</param>
/// <param name="id">The ID of the message; the timers it starts have it too.</param>
internal sealed class MessageUnderWay(Step step, JsValue id)
{
    private static readonly TimeSpan HalfOfLongest = TimeSpan.FromSeconds(30);

    private DeviceTimer? _clock;
    private int _halves;

    public Step Step { get; } = step;

    public JsValue Id { get; } = id;

    /// <summary>The reading; null for On Start.</summary>
    public KeptMessage? Message { get; private set; }

    /// <summary>How it ended; null until then.</summary>
    public Settlement? Settled { get; set; }

    /// <summary>Whether the outcome of its reading is given: it has published something. What follows are publications of their own.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>What it reported as an error while it went on.</summary>
    public string? Reported { get; set; }

    /// <summary>Whether it has awaited for a minute, during which nothing else of its device could run.</summary>
    public bool IsOverdue => _halves >= 2;

    /// <summary>Copies the reading and starts the clock, once: it goes on when the lane has long forgotten the reading.</summary>
    public void GoOn(DeviceScope scope, in MessageView message)
    {
        if (_clock is not null)
        {
            return;
        }

        // Two halves, since the first may be over at once: a reading that waited, or is replayed, arrived long ago.
        var host = scope.Instance.Host;
        Message = Step == Step.Message ? KeptMessage.Of(message) : null;
        _clock = new DeviceTimer(host.Engine, scope, new ClrFunction(host.Engine, "", (_, _) => JsNumber.Create(++_halves)), [], HalfOfLongest, repeats: true);
        host.Timers.Add(_clock, host.Now + HalfOfLongest);
    }

    /// <summary>Stops the clock.</summary>
    public void End()
    {
        if (_clock is not null)
        {
            _clock.IsActive = false;
        }
    }
}

/// <summary>How something that was awaited ended.</summary>
/// <param name="Value">The value, or what was thrown.</param>
/// <param name="IsError">Whether it was thrown.</param>
internal sealed record Settlement(JsValue Value, bool IsError);
