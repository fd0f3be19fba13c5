using System.Text;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Takes what a function returns or sends apart into messages, and turns those into publications at once.</summary>
/// <remarks>Source: Node-RED 5.0.4, 10-function.js, 10-mqtt.js. Since a message is read the moment it is sent, nothing needs to be cloned.</remarks>
internal sealed class SentMessages(FunctionHost host, ResultReader results)
{
    private static readonly JsString PayloadName = JsString.Create("payload");
    private static readonly JsString TopicName = JsString.Create("topic");
    private static readonly JsString MessageIdName = JsString.Create("_msgid");

    private SignalBuffer _output = new();
    private LeftOut _leftOut;
    private int _first;

    /// <summary>What was left out of what was sent.</summary>
    public LeftOut LeftOut => _leftOut;

    /// <summary>How many publications the run has made.</summary>
    public int Published => _output.Count - _first;

    /// <summary>Whether something was sent that became no publication.</summary>
    public bool SentSomethingElse { get; private set; }

    /// <summary>Starts a run.</summary>
    public void Begin(SignalBuffer output)
    {
        _output = output;
        _first = output.Count;
        _leftOut = default;
        SentSomethingElse = false;
    }

    /// <summary>Takes back what the run published.</summary>
    public void TakeBack() => _output.Truncate(_first);

    /// <summary>Sends.</summary>
    /// <param name="sent">A message, an array with one entry per output, or nothing.</param>
    /// <param name="isClone">The first message would be cloned: the original does not get the ID.</param>
    public void Send(JsValue sent, bool isClone)
    {
        if (sent is not JsArray outputs)
        {
            if (TypeConverter.ToBoolean(sent))
            {
                SendOne(0, sent, isClone);
            }

            return;
        }

        for (var i = 0u; i < outputs.Length; i++)
        {
            var index = JsNumber.Create((double)i);
            var entry = outputs.Get(index);
            if (!TypeConverter.ToBoolean(entry))
            {
                continue;
            }

            if (entry is not JsArray several)
            {
                several = new JsArray(host.Engine, [entry]);
                outputs.Set(index, several); // as Node-RED leaves the caller's array
            }

            SendSeveral((int)i, several, ref isClone);
        }
    }

    private void SendSeveral(int output, JsArray messages, ref bool isClone)
    {
        for (var i = 0u; i < messages.Length; i++)
        {
            host.Check();
            var message = messages.Get(JsNumber.Create((double)i));
            if (message is not (JsUndefined or JsNull))
            {
                SendOne(output, message, isClone);
                isClone = false;
            }
        }
    }

    private void SendOne(int output, JsValue message, bool isClone)
    {
        if (message is not ObjectInstance made || message is JsArray || message.IsUint8Array() || message.IsCallable())
        {
            SentSomethingElse = true;
            host.Say($"Function tried to send a message of type {TypeOf(message)}");
            return;
        }

        if (!isClone)
        {
            made.Set(MessageIdName, host.Scope.MessageId);
        }

        if (output < host.Scope.Rule.Function!.Outputs)
        {
            Publish(made);
        }
    }

    private void Publish(ObjectInstance message)
    {
        var payload = message.Get(PayloadName);
        if (!message.HasProperty(PayloadName))
        {
            SentSomethingElse = true;
            host.Say("a message without a payload was sent; nothing is published for it");
            return;
        }

        if (!TryFindTarget(message.Get(TopicName), out var station))
        {
            SentSomethingElse = true;
            return;
        }

        if (_output.Count - _first >= host.Scope.Rule.Function!.Limits.Publications)
        {
            throw new ScriptLimitException(RuleFault.OutputLimit, $"the function sent more than {host.Scope.Rule.Function.Limits.Publications} messages");
        }

        results.ReadOne(SignalsOf(payload), station, host.Scope.Retain, _output, ref _leftOut);
    }

    // Which device or station a topic means; null for the device itself.
    private bool TryFindTarget(JsValue topic, out string? station)
    {
        station = null;
        if (topic is not JsString { Length: > 0 } text)
        {
            return true;
        }

        var name = text.ToString();
        if (name == host.Scope.Topic || host.Scope.Topics.IsOwn(name))
        {
            return true;
        }

        station = host.Scope.Topics.StationOf(name);
        if (station is not null)
        {
            return true;
        }

        if (DeviceTopics.IsSignals(name))
        {
            throw new InvalidResultException(RuleFault.InvalidValue,
                $"msg.topic is \"{ResultText.Cut(name)}\", the signals of somebody else; a function publishes for its own device and for stations of its account");
        }

        host.Say($"a message for topic \"{ResultText.Cut(name)}\" is not published: from here only signals leave");
        return false;
    }

    private JsObject SignalsOf(JsValue payload)
    {
        if (payload is JsObject signals)
        {
            return signals;
        }

        // Flows often make the JSON themselves before "mqtt out".
        var json = payload is JsString text ? Encoding.UTF8.GetBytes(text.ToString()) : payload.IsUint8Array() ? payload.AsUint8Array() : null;
        return json is not null && host.Json.TryRead(json, out var value, out _) && value is JsObject read
            ? read
            : throw new InvalidResultException(RuleFault.ScriptThrew,
                $"msg.payload of a sent message is {ResultText.Of(payload)}; signals are an object such as {{ production_complete_good: 5 }}");
    }

    private static string TypeOf(JsValue value) => value switch
    {
        JsString => "string",
        JsNumber => "number",
        JsBoolean => "boolean",
        JsArray => "Array",
        _ when value.IsUint8Array() => "Buffer",
        _ when value.IsCallable() => "function",
        _ => value.Type.ToString().ToLowerInvariant(),
    };
}
