using System.Globalization;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>One engine with Node-RED's sandbox in it, and the run that is using it: the functions of a lane share one.</summary>
/// <remarks>Owner: one runner; not thread-safe. All that functions can reach in common is frozen; what differs by device is in its scope.</remarks>
internal sealed class FunctionHost : IDisposable
{
    private const int MostNotes = 16;
    private const int LongestNote = 200;

    private readonly SloppyEngine _sloppy;
    private readonly FunctionSandbox _sandbox;
    private readonly AccountValues _accounts;
    private readonly List<string> _said = [];
    private readonly Dictionary<string, string?> _accountChanges = new(StringComparer.Ordinal);
    private readonly HashSet<JsValue> _builtIn;
    private readonly HashSet<string> _unknownStores = new(StringComparer.Ordinal);
    private ulong _nextId = (ulong)Random.Shared.NextInt64();

    public FunctionHost(ScriptLimits limits, TimeProvider time, TimerQueue timers, AccountValues accounts, SignalSet signals)
    {
        _accounts = accounts;
        _sloppy = new SloppyEngine(limits, time);
        Timers = timers;
        Sent = new SentMessages(this, new ResultReader(signals));
        _sandbox = new FunctionSandbox(this);
        _sloppy.Close(_sandbox.Globals);
        _builtIn = [.. Engine.Global.GetOwnPropertyKeys(Types.String | Types.Symbol)];
    }

    public Engine Engine => _sloppy.Engine;

    public JsonValues Json => _sloppy.Json;

    public ScriptLimits Limits => _sloppy.Limits;

    public TimerQueue Timers { get; }

    public SentMessages Sent { get; }

    /// <summary>Whether it was thrown away; nothing can run in it any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whose run it is.</summary>
    public DeviceScope Scope { get; private set; } = null!;

    /// <summary>On which occasion code runs.</summary>
    public Step Step { get; private set; }

    /// <summary>The time of the run.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>What the run said with node.warn, node.error, console and the like; at most 16 texts of 200 characters.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>What the run reported with <c>node.error(text, msg)</c> or <c>node.done(error)</c>: in Node-RED a Catch node would get it.</summary>
    public string? Reported { get; private set; }

    /// <summary>The <c>node</c> that functions share.</summary>
    public JsObject Node => _sandbox.Node;

    public JsValue Send => _sandbox.Send;

    public JsValue Done => _sandbox.Done;

    /// <summary>Starts a run: whose it is, on which occasion, at what time. Every <see cref="Begin"/> is followed by an <see cref="End"/>.</summary>
    public void Begin(DeviceScope scope, Step step, DateTimeOffset now, ScriptLimits limits, SignalBuffer output)
    {
        (Scope, Step, Now) = (scope, step, now);
        _said.Clear();
        _accountChanges.Clear();
        Reported = null;
        Sent.Begin(output);
        scope.Undeclared.Restore(Engine.Global);
        _sloppy.Begin(limits, now);
    }

    /// <summary>Ends a run; nothing of it stays behind in the engine.</summary>
    public void End()
    {
        _sloppy.End();
        Scope.Undeclared.Save(Engine.Global, Scope.Rule.Function!.Undeclared, _builtIn);
    }

    /// <summary>A run succeeded: what it gave its account's store is there for the other devices.</summary>
    public void Commit()
    {
        foreach (var (key, json) in _accountChanges)
        {
            _accounts.Set(Scope.Device.Account, key, json);
        }

        _accountChanges.Clear();
    }

    public void Check() => _sloppy.Check();

    public bool TryDrain() => _sloppy.TryDrain();

    /// <summary>Has <see cref="MessageUnderWay.Settled"/> set when a promise settles, in the run that does it.</summary>
    public void Watch(JsValue promise, MessageUnderWay underWay) => _sandbox.Watch(promise, underWay);

    /// <summary>Makes a Buffer.</summary>
    public JsValue BufferOf(ReadOnlySpan<byte> bytes) => _sandbox.Wrap(Engine.Intrinsics.Uint8Array.Construct(bytes));

    /// <summary>A thrown value as Node-RED would log it: texts as they are, other values as JSON.</summary>
    public string TextOf(JsValue value) => value is JsString text ? text.ToString() : _sandbox.TextOf(value);

    /// <summary>16 hexadecimal digits, different each time.</summary>
    public JsString NewId() => JsString.Create((_nextId++ * 0x9E3779B97F4A7C15UL).ToString("x16", CultureInfo.InvariantCulture)); // the golden ratio: neighbours look unlike

    /// <summary>A value as JSON.stringify writes it; null for what JSON cannot hold.</summary>
    public string? JsonOf(JsValue value) => _sandbox.JsonOf(value);

    public JavaScriptException Error(string message, string code) => new(_sandbox.ErrorOf(message, code));

    public void Say(string text)
    {
        if (_said.Count < MostNotes)
        {
            _said.Add(text.Length <= LongestNote ? text : text[..LongestNote] + "...");
        }
    }

    public void Report(string text)
    {
        Reported ??= text.Length <= LongestNote ? text : text[..LongestNote] + "...";
        Say(text);
    }

    public void WarnOfStore(string store)
    {
        if (_unknownStores.Count < MostNotes && _unknownStores.Add(store))
        {
            Say($"there is no context store \"{ResultText.Cut(store)}\"; the default one is used");
        }
    }

    public IEnumerable<string> AccountKeys() =>
        _accounts.Keys(Scope.Device.Account).Where(key => !_accountChanges.ContainsKey(key)).Concat(_accountChanges.Where(change => change.Value is not null).Select(change => change.Key));

    /// <summary>A copy of what the devices of the account share under a key.</summary>
    public JsValue AccountValue(string key)
    {
        var json = _accountChanges.TryGetValue(key, out var changed) ? changed : _accounts.Get(Scope.Device.Account, key);
        return json is not null && Json.TryRead(System.Text.Encoding.UTF8.GetBytes(json), out var value, out _) ? value : JsValue.Undefined;
    }

    public void SetAccountValue(string key, JsValue value)
    {
        var json = value is JsUndefined ? null : _sandbox.JsonOf(value);
        if ((json?.Length ?? 0) > Limits.StateBytes)
        {
            throw new InvalidStateException($"#:(account)::{ResultText.Cut(key)} would be larger than {Limits.StateBytes} characters of JSON", RuleFault.StateLimit);
        }

        _accountChanges[key] = json;
    }

    public void Dispose()
    {
        IsGone = true;
        _sloppy.Dispose();
    }
}
