using System.Text;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary>The reading a realm is running on: its bytes, what the script is shown of it, and what the script says beside its result.</summary>
/// <remarks>Owner: one realm. What is expensive and seldom looked at is made when the script first asks for it.</remarks>
internal sealed class CurrentReading
{
    private const int MostWarnings = 16;
    private const int LongestNote = 200;

    private static readonly JsObjectLayout ReadingLayout = JsObjectLayout.CreateBuilder()
        .Add("payload")
        .AddLazy("text", static (_, state) => ((CurrentReading)state!).Text())
        .AddLazy("bytes", static (_, state) => ((CurrentReading)state!).Bytes())
        .AddLazy("topic", static (_, state) => ((CurrentReading)state!).Topic())
        .Add("level")
        .AddLazy("at", static (_, state) => ((CurrentReading)state!).At())
        .Add("retain")
        .Add("dup")
        .Add("qos")
        .Add("backlog")
        .Build();

    private static readonly JsObjectLayout DeviceLayout = JsObjectLayout.CreateBuilder()
        .Add("id")
        .Add("account")
        .Add("name")
        .AddLazy("variables", static (_, state) => ((CurrentReading)state!).Variables())
        .AddLazy("state", static (_, state) => ((CurrentReading)state!).StateObject())
        .Build();

    private static readonly JsString StateName = JsString.Create("state");

    private readonly ScriptRealm _realm;
    private readonly List<string> _warnings = [];
    private readonly JsValue[] _readingValues = new JsValue[10];
    private readonly JsValue[] _deviceValues = new JsValue[5];
    private byte[] _payload = new byte[1024];
    private byte[] _topic = new byte[256];
    private int _payloadLength;
    private int _topicLength;
    private DateTimeOffset _at;
    private DeviceContext _device = null!;
    private JsString _deviceId = JsString.Empty;
    private JsString _account = JsString.Empty;
    private VariableTable _variables = VariableTable.Empty;
    private ReadOnlyMemory<byte> _state;
    private bool _isPeeking;

    public CurrentReading(ScriptRealm realm)
    {
        _realm = realm;
        LevelFunction = new ClrFunction(realm.Engine, "level", (_, arguments) => Level(arguments), 1);
    }

    public JsValue LevelFunction { get; }

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>When the reading arrived.</summary>
    public DateTimeOffset ArrivedAt => _at;

    /// <summary>Whether its increments are left out.</summary>
    public bool IsRetained { get; private set; }

    /// <summary>The <c>device</c> of this run; null before it is made.</summary>
    public JsObject? Device { get; private set; }

    /// <summary>Why the script asked for the reading to be ignored; null when it did not.</summary>
    public string? IgnoreReason { get; private set; }

    /// <summary>Takes a reading in.</summary>
    public void Set(in RuleInput input, VariableTable variables, ReadOnlyMemory<byte> state)
    {
        _payloadLength = Copy(input.Payload, ref _payload);
        _topicLength = Copy(input.Topic, ref _topic);
        _at = input.At;
        IsRetained = input.Retain;
        _variables = variables;
        _state = state;
        _isPeeking = false;
        Device = null;
        _warnings.Clear();
        IgnoreReason = null;
        if (!ReferenceEquals(_device, input.Device))
        {
            _device = input.Device;
            _deviceId = JsString.Create(_device.Id);
            _account = JsString.Create(_device.Account);
        }

        var flags = _readingValues;
        flags[4] = LevelFunction;
        flags[6] = input.Retain ? JsBoolean.True : JsBoolean.False;
        flags[7] = input.Dup ? JsBoolean.True : JsBoolean.False;
        flags[8] = JsNumber.Create((int)input.Qos);
        flags[9] = input.Backlog ? JsBoolean.True : JsBoolean.False;
    }

    /// <summary>The <c>reading</c> a script gets.</summary>
    public JsObject ReadingObject(JsValue payload)
    {
        _readingValues[0] = payload;
        return JsObject.Create(_realm.Engine, ReadingLayout, _readingValues, this);
    }

    /// <summary>The <c>device</c> a script gets.</summary>
    public JsObject DeviceObject()
    {
        _deviceValues[0] = _deviceId;
        _deviceValues[1] = _account;
        _deviceValues[2] = _device.Name is { } name ? JsString.Create(name) : JsValue.Null;
        return Device = JsObject.Create(_realm.Engine, DeviceLayout, _deviceValues, this);
    }

    /// <summary>What the script left in <c>device.state</c>; null when it has not looked at it.</summary>
    public JsValue? StateOf(JsObject device)
    {
        _isPeeking = true;
        var state = device.Get(StateName);
        return ReferenceEquals(state, JsSentinel) ? null : state;
    }

    public void Warn(string text)
    {
        if (_warnings.Count < MostWarnings)
        {
            _warnings.Add(Cut(text));
        }
    }

    public void Ignore(string reason) => IgnoreReason ??= Cut(reason);

    private static JsValue JsSentinel { get; } = new JsString("untouched");

    private static string Cut(string text) => text.Length <= LongestNote ? text : text[..LongestNote] + "...";

    private static int Copy(ReadOnlySpan<byte> bytes, ref byte[] target)
    {
        if (target.Length < bytes.Length)
        {
            target = new byte[Math.Max(bytes.Length, target.Length * 2)];
        }

        bytes.CopyTo(target);
        return bytes.Length;
    }

    private JsString Text() => JsString.Create(Encoding.UTF8.GetString(_payload, 0, _payloadLength));

    private JsTypedArray Bytes() => _realm.Engine.Intrinsics.Uint8Array.Construct(_payload.AsSpan(0, _payloadLength));

    private JsString Topic() => JsString.Create(Encoding.UTF8.GetString(_topic, 0, _topicLength));

    private JsDate At() => new(_realm.Engine, _at);

    private JsObject Variables()
    {
        var values = new JsObject(_realm.Engine);
        foreach (var (name, value) in _variables.Values)
        {
            values.CreateDataProperty(JsString.Create(name), ToJs(value));
        }

        return values;
    }

    private static JsValue ToJs(VariableValue value) =>
        value.Text is { } text ? JsString.Create(text)
        : value.Number is { } number ? JsNumber.Create(number)
        : value.Flag is { } flag ? (flag ? JsBoolean.True : JsBoolean.False)
        : JsValue.Null;

    private JsValue StateObject()
    {
        if (_isPeeking)
        {
            return JsSentinel;
        }

        if (_state.IsEmpty)
        {
            return new JsObject(_realm.Engine);
        }

        if (!_realm.Json.TryRead(_state.Span, out var value, out var problem) || value is not JsObject)
        {
            throw new InvalidStateException($"what is stored as this device's state for the rule is not a JSON object ({problem ?? "it is another value"}); delete the entry to start anew");
        }

        return value;
    }

    // 0 is the first level; negative from the end. Levels are what stands between slashes.
    private JsValue Level(JsValue[] arguments)
    {
        var topic = Encoding.UTF8.GetString(_topic, 0, _topicLength);
        var levels = topic.Split('/');
        var wanted = arguments.Length > 0 ? TypeConverter.ToIntegerOrInfinity(arguments[0]) : 0;
        var index = wanted < 0 ? levels.Length + wanted : wanted;
        return index >= 0 && index < levels.Length ? JsString.Create(levels[(int)index]) : JsValue.Undefined;
    }
}
