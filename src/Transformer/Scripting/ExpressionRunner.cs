using System.Runtime.CompilerServices;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Runs the expressions of mappings for one runner, each in the limits of a run of its own.</summary>
/// <remarks>Owner: one runner. What an expression sees of the device's state it cannot change: nothing is saved.</remarks>
internal sealed class ExpressionRunner(ScriptRealms realms, RuleRunner runner) : IComputation
{
    // The decoder has read the payload by now, and what it read lies in the runner's table; the payload is read once more, with memory of our own.
    private readonly SlotTable _slots = new();
    private readonly ConditionalWeakTable<ScriptProgram, ScriptProgram> _warm = [];
    private byte[] _payload = new byte[1024];
    private byte[] _topic = new byte[256];
    private int _payloadLength;
    private int _topicLength;
    private Rule _rule = null!;
    private DeviceContext _device = null!;
    private DateTimeOffset _at;
    private bool _retain;
    private bool _dup;
    private bool _backlog;
    private byte _qos;
    private State.DeviceState? _state;
    private bool _hasComputed;

    /// <summary>Takes a reading in; what it needs of it is copied when an expression asks.</summary>
    public void Begin(Rule rule, in RuleInput input)
    {
        _rule = rule;
        _hasComputed = rule.NeedsScriptEngine;
        if (!_hasComputed)
        {
            return;
        }

        _device = input.Device;
        (_at, _retain, _dup, _backlog, _qos, _state) = (input.At, input.Retain, input.Dup, input.Backlog, input.Qos, input.State);
        _payloadLength = Copy(input.Payload, ref _payload);
        _topicLength = Copy(input.Topic, ref _topic);
    }

    public void Fill(ScriptExpression expression, int slot, SlotTable slots)
    {
        // The very first run pays for what the runtime compiles of the engine; the expression is not to blame for that time.
        if (!TryFill(expression.Program, expression, slot, slots) && _warm.TryAdd(expression.Program, expression.Program))
        {
            TryFill(expression.Program, expression, slot, slots);
        }
    }

    // False when it took too long.
    private bool TryFill(ScriptProgram program, ScriptExpression expression, int slot, SlotTable slots)
    {
        var realm = realms.For(program, _rule.ServiceLimits);
        realm.Begin(_rule.Limits, _at);
        try
        {
            Keep(Evaluate(expression, program, realm), slot, slots);
            return true;
        }
        catch (Exception fault) // the boundary of an expression's run: it costs its signal, never the message
        {
            slots.Set(slot, SlotKind.Unusable);
            if (ScriptFaults.LeavesRealmInDoubt(fault) || !realm.TryDrain())
            {
                realms.Discard(program, realm);
            }

            return ScriptFaults.KindOf(fault).Kind != RuleFault.TimeLimit;
        }
        finally
        {
            realm.End();
        }
    }

    private JsValue Evaluate(ScriptExpression expression, ScriptProgram program, ScriptRealm realm)
    {
        var input = new RuleInput
        {
            Device = _device, Topic = _topic.AsSpan(0, _topicLength), Payload = _payload.AsSpan(0, _payloadLength), At = _at,
            Retain = _retain, Dup = _dup, Backlog = _backlog, Qos = _qos,
        };
        realm.Reading.Set(input, runner.VariablesFor(_rule, _device), _state?.Of(_rule.Id) ?? default);
        if (!expression.Payloads.TryDecode(input.Payload, _slots, realm, out var payload, out _))
        {
            return JsValue.Undefined; // cannot be: the mapping has read it
        }

        var reading = realm.Reading.ReadingObject(payload);
        var arguments = new JsValue[expression.Names.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = expression.Names[i] switch
            {
                "payload" => payload,
                "reading" => reading,
                "device" => realm.Reading.DeviceObject(),
                var name => reading.Get(JsString.Create(name)),
            };
        }

        return realm.Call(program, arguments);
    }

    private static void Keep(JsValue value, int slot, SlotTable slots)
    {
        switch (value)
        {
            case JsNumber when double.IsFinite(value.AsNumber()):
                slots.SetNumber(slot, value.AsNumber());
                break;
            case JsBoolean:
                slots.Set(slot, value.AsBoolean() ? SlotKind.True : SlotKind.False);
                break;
            case JsString text:
                slots.SetText(slot, System.Text.Encoding.UTF8.GetBytes(text.ToString()));
                break;
            case JsUndefined or JsNull:
                slots.Set(slot, SlotKind.Missing);
                break;
            default:
                slots.Set(slot, SlotKind.Unusable);
                break;
        }
    }

    private static int Copy(ReadOnlySpan<byte> bytes, ref byte[] target)
    {
        if (target.Length < bytes.Length)
        {
            target = new byte[Math.Max(bytes.Length, target.Length * 2)];
        }

        bytes.CopyTo(target);
        return bytes.Length;
    }
}
