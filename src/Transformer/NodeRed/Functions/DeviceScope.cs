using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.State;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>All that one function keeps for one device on one lane: variables, context, timers, and the message under way.</summary>
/// <remarks>Owner: one runner. Cost: about 300 bytes for a device whose function remembers nothing.</remarks>
internal sealed class DeviceScope
{
    private const int MostTimers = 100;

    private readonly List<DeviceTimer> _timers = [];
    private readonly Queue<KeptMessage> _waiting = new();

    public DeviceScope(Rule rule, FunctionInstance instance, DeviceState? state)
    {
        Rule = rule;
        Instance = instance;
        State = state;
        Context = new ContextValues(this);
    }

    public Rule Rule { get; }

    public FunctionInstance Instance { get; }

    /// <summary>Where context is kept; null when nobody keeps it.</summary>
    public DeviceState? State { get; }

    public DeviceContext Device { get; set; } = null!;

    public VariableTable Variables { get; set; } = VariableTable.Empty;

    /// <summary>Where it may send signals.</summary>
    public DeviceTopics Topics => field ??= new DeviceTopics(Device);

    public UndeclaredVariables Undeclared { get; } = new();

    public ContextValues Context { get; }

    /// <summary>The body made for this device's own <c>node</c>; null while it is the one all devices share.</summary>
    public JsValue? OwnBody { get; set; }

    public JsValue? OwnNode { get; set; }

    /// <summary>What <c>node.status</c> shows; undefined when nothing is.</summary>
    public JsValue Status { get; set; } = JsValue.Undefined;

    /// <summary>What <c>node.on("close", ...)</c> was given.</summary>
    public List<JsValue> CloseListeners => field ??= [];

    /// <summary>Whether On Start has run; it does before the first message.</summary>
    public bool IsStarted { get; set; }

    /// <summary>Why no message can be run: On Start failed.</summary>
    public RuleOutcome.Failed? StartFailure { get; set; }

    /// <summary>What has not come to its end; null when nothing is.</summary>
    public MessageUnderWay? UnderWay { get; private set; }

    /// <summary>Whether a message has to wait.</summary>
    public bool IsBusy => UnderWay is not null || HasWaiting;

    /// <summary>The message that is under way; its ID is put on all that is sent.</summary>
    public JsValue MessageId { get; set; } = JsValue.Undefined;

    /// <summary>The topic of the last message, for what is sent without one, or with it.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The last message was retained: the increments it makes do not count.</summary>
    public bool Retain { get; set; }

    /// <summary>The rule no longer serves the device.</summary>
    public bool IsStopped { get; private set; }

    public bool HasTimers => _timers.Count > 0;

    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>Remembers a timer.</summary>
    /// <returns><see langword="false"/> when there are too many.</returns>
    public bool TryAdd(DeviceTimer timer)
    {
        if (_timers.Count >= MostTimers)
        {
            return false;
        }

        _timers.Add(timer);
        return true;
    }

    public void Remove(DeviceTimer timer)
    {
        timer.IsActive = false;
        _timers.Remove(timer);
    }

    /// <summary>A message, or On Start, has begun.</summary>
    public void Begin(MessageUnderWay message) => UnderWay = message;

    /// <summary>What was under way is no more.</summary>
    public void EndUnderWay()
    {
        UnderWay?.End();
        UnderWay = null;
    }

    /// <summary>Clears the timers a message started: it is not to go on.</summary>
    public void StopTimersOf(MessageUnderWay message) => _timers.FindAll(timer => ReferenceEquals(timer.MessageId, message.Id)).ForEach(Remove);

    /// <summary>Puts a message behind the one that is under way.</summary>
    public void Wait(KeptMessage message) => _waiting.Enqueue(message);

    public KeptMessage FirstWaiting => _waiting.Peek();

    public KeptMessage TakeWaiting() => _waiting.Dequeue();

    public void DropWaiting() => _waiting.Clear();

    /// <summary>Takes over the readings of an earlier scope of the device that have no outcome yet; they are run from the beginning.</summary>
    public void TakeOver(DeviceScope before)
    {
        (Device, Variables) = (before.Device, before.Variables);
        if (before.UnderWay is { IsAnswered: false, Message: { } message })
        {
            _waiting.Enqueue(message);
        }

        while (before._waiting.TryDequeue(out var waiting))
        {
            _waiting.Enqueue(waiting);
        }
    }

    /// <summary>Ends it: timers no longer fire, and what is under way goes no further.</summary>
    public void Stop()
    {
        IsStopped = true;
        _timers.ForEach(timer => timer.IsActive = false);
        _timers.Clear();
        EndUnderWay();
    }
}
