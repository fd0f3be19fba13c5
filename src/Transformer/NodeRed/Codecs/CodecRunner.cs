using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Codecs;

/// <summary>Runs codecs for one runner: takes the frame out of a payload, has the vendor's code decode it, and hands the result to the rule's mapping.</summary>
/// <remarks>Owner: one runner; not thread-safe. Never throws.</remarks>
internal sealed class CodecRunner(TimeProvider time, SignalSet signals) : IDisposable
{
    /// <summary>How many warnings of a codec are kept.</summary>
    public const int MostNotes = 16;

    private static readonly TimeSpan FirstRun = TimeSpan.FromSeconds(1);
    private static readonly RuleOutcome.Ignored NoFrame = new("the message carries no frame");

    private readonly Dictionary<ScriptLimits, CodecHost> _hosts = [];
    private readonly ConditionalWeakTable<CodecProgram, CodecProgram> _warm = [];
    private readonly ResultReader _results = new(signals);
    private readonly ContextWriter _writer = new();
    private readonly List<string> _warnings = [];
    private byte[] _decoded = [];

    /// <summary>What the codec gave under <c>warnings</c>.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>What it decoded, as JSON; below <c>uplink</c> the message it came in, when that is JSON. For the mapping.</summary>
    public ReadOnlySpan<byte> Decoded => _decoded;

    /// <summary>Runs a codec on a reading.</summary>
    /// <returns>What came of it; null when the mapping is to make signals of <see cref="Decoded"/>.</returns>
    public RuleOutcome? Run(Rule rule, in RuleInput input, VariableTable variables, SignalBuffer output, ref LeftOut leftOut)
    {
        _warnings.Clear();
        var codec = rule.Codec!;
        if (!Uplink.TryRead(input.Payload, codec.Settings, out var uplink, out var error))
        {
            return error is null ? NoFrame : new RuleOutcome.Failed(RuleFault.InvalidPayload, error, null);
        }

        var published = output.Count;
        var host = Begin(rule, input.At);
        try
        {
            var context = ContextOf(rule, host, input);
            var functions = host.EntryPointsOf(codec.Program, context);
            var data = Decode(host, functions, uplink, input.At, variables, context);
            var hasSignals = functions.NormalizeUplink is not null && TryPublish(Normalize(host, functions, data), input.Retain, output, ref leftOut);
            Keep(rule, host, context, input);
            if (hasSignals)
            {
                return output.Count > published ? RuleOutcome.Produced.Instance : RuleOutcome.Ignored.NoSignal;
            }

            _decoded = Document(host, data, codec.Settings, input.Payload);
            return rule.HasMapping ? null : throw new InvalidResultException(RuleFault.ScriptThrew, "normalizeUplink gave no signals, and rule.json has no mapping that makes some of what was decoded");
        }
        catch (Exception fault) // the boundary of a codec's run: whatever it brings about, in the engine too, ends here
        {
            output.Truncate(published);
            Abandon(host, rule, fault);
            return CodecFaults.Describe(fault, rule, input.Payload);
        }
        finally
        {
            host.End(codec.Program);
        }
    }

    /// <summary>Decodes the frame of a vendor's example and makes no signals of it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="example">What comes in.</param>
    /// <returns>What the codec gave, and what normalizeUplink made of it when the example says what that should be.</returns>
    public (CodecOutput Decoded, CodecOutput? Normalized) Try(Rule rule, VendorExample example)
    {
        _warnings.Clear();
        CodecOutput? decoded = null;
        var host = Begin(rule, example.ReceivedAt);
        try
        {
            var context = rule.Codec!.Settings.KeepsContext ? new JsArray(host.Engine) : JsValue.Undefined;
            var functions = host.EntryPointsOf(rule.Codec.Program, context);
            var data = Decode(host, functions, example.Frame, example.ReceivedAt, new VariableTable(rule.Variables.SetItems(example.Variables)), context);
            decoded = OutputOf(host, data);
            return (decoded, example.Normalized is null ? null : OutputOf(host, Normalize(host, functions, data).Get("data")));
        }
        catch (Exception fault) // the boundary of a codec's run, as above
        {
            Abandon(host, rule, fault);
            var failed = new CodecOutput("null", [], CodecFaults.Describe(fault, rule, example.Frame.Frame));
            return decoded is null ? (failed, null) : (decoded, failed);
        }
        finally
        {
            host.End(rule.Codec!.Program);
        }
    }

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }

        _writer.Dispose();
    }

    private CodecHost Begin(Rule rule, DateTimeOffset at)
    {
        var (host, limits) = (HostFor(rule.ServiceLimits), rule.Codec!.Limits);
        host.Begin(IsFirst(rule.Codec.Program) && limits.Time < FirstRun ? limits with { Time = FirstRun } : limits, at);
        return host;
    }

    private void Abandon(CodecHost host, Rule rule, Exception fault)
    {
        if (ScriptFaults.LeavesRealmInDoubt(fault) || !host.TryDrain())
        {
            _hosts.Remove(rule.ServiceLimits); // codecs keep nothing in an engine that would be missed
            host.Dispose();
        }
    }

    private bool IsFirst(CodecProgram program)
    {
        if (_warm.TryGetValue(program, out _))
        {
            return false;
        }

        _warm.Add(program, program);
        return true;
    }

    private CodecHost HostFor(ScriptLimits service) => _hosts.TryGetValue(service, out var host) ? host : _hosts[service] = new CodecHost(service, time);

    private ObjectInstance Decode(CodecHost host, EntryPoints functions, Uplink uplink, DateTimeOffset at, VariableTable variables, JsValue context)
    {
        var bytes = new JsArray(host.Engine, [.. uplink.Frame.Select(one => (JsValue)JsNumber.Create((int)one))]);
        var port = JsNumber.Create(uplink.Port);
        var given = Variables(host, variables);
        if (functions.DecodeUplink is { } decode)
        {
            var input = new JsObject(host.Engine);
            input.CreateDataProperty("bytes", bytes);
            input.CreateDataProperty("fPort", port);
            input.CreateDataProperty("recvTime", new JsDate(host.Engine, at));
            input.CreateDataProperty("variables", given);
            if (context is JsArray)
            {
                input.CreateDataProperty("context", context);
            }

            return DataOf(host.Engine.Call(decode, JsValue.Undefined, [input]), "decodeUplink");
        }

        var result = functions.Decoder is { } decoder ? host.Engine.Call(decoder, JsValue.Undefined, [bytes, port])
            : functions.Decode is { } older ? host.Engine.Call(older, JsValue.Undefined, [port, bytes, given])
            : throw new InvalidResultException(RuleFault.ScriptThrew, "the file gave none of decodeUplink, Decoder and Decode when it was run");
        return result as JsObject ?? throw new InvalidResultException(
            RuleFault.ScriptThrew, $"{(functions.Decoder is null ? "Decode" : "Decoder")} gave {ResultText.Of(result)}; expected an object with what it decoded");
    }

    private JsObject Normalize(CodecHost host, EntryPoints functions, JsValue data)
    {
        var normalize = functions.NormalizeUplink ?? throw new InvalidResultException(RuleFault.ScriptThrew, "the codec has no normalizeUplink");
        var input = new JsObject(host.Engine);
        input.CreateDataProperty("data", data);
        var output = host.Engine.Call(normalize, JsValue.Undefined, [input]) as JsObject
            ?? throw new InvalidResultException(RuleFault.ScriptThrew, "normalizeUplink gave no object; expected { data }");
        ReadNotes(output);
        return output;
    }

    private CodecOutput OutputOf(CodecHost host, JsValue data)
    {
        var output = new CodecOutput(host.JsonOf(data) ?? "null", [.. _warnings], Failed: null);
        _warnings.Clear();
        return output;
    }

    private JsObject DataOf(JsValue result, string function)
    {
        if (result is not JsObject output)
        {
            throw new InvalidResultException(RuleFault.ScriptThrew, $"{function} gave {ResultText.Of(result)}; expected an object {{ data }} or {{ errors }}");
        }

        ReadNotes(output);
        return output.Get("data") as JsObject
            ?? throw new InvalidResultException(RuleFault.ScriptThrew, $"{function} gave {ResultText.Of(output.Get("data"))} as data; expected an object with what it decoded");
    }

    private void ReadNotes(JsObject output)
    {
        if (output.Get("warnings") is JsArray warnings)
        {
            _warnings.AddRange(warnings.Take(MostNotes).Select(warning => ResultText.Cut(warning.ToString())));
        }

        if (output.Get("errors") is JsArray { Length: > 0 } errors)
        {
            throw new InvalidResultException(RuleFault.InvalidPayload, $"the codec refuses this frame: {string.Join("; ", errors.Take(4).Select(error => ResultText.Cut(error.ToString())))}");
        }
    }

    // Signals are a flat object of nothing else, or an array of such.
    private bool TryPublish(JsObject normalized, bool retained, SignalBuffer output, ref LeftOut leftOut)
    {
        var data = normalized.Get("data");
        JsObject[] all = data switch
        {
            JsObject single => [single],
            JsArray { Length: > 0 } several when several.All(one => one is JsObject) => [.. several.Cast<JsObject>()],
            _ => [],
        };
        if (all.Length == 0 || !all.All(IsSignals))
        {
            return false;
        }

        foreach (var one in all)
        {
            _results.ReadOne(one, station: null, retained, output, ref leftOut);
        }

        return true;
    }

    private static bool IsSignals(JsObject data)
    {
        var names = data.GetOwnPropertyKeys(Types.String);
        return names.Count > 0 && names.TrueForAll(name => SignalContract.TryParse(name.ToString(), out _));
    }

    private static JsObject Variables(CodecHost host, VariableTable variables)
    {
        var given = new JsObject(host.Engine);
        foreach (var (name, value) in variables.Values)
        {
            given.CreateDataProperty(name, JsString.Create(value.ToString())); // texts, as ChirpStack has them
        }

        return given;
    }

    private static JsValue ContextOf(Rule rule, CodecHost host, in RuleInput input)
    {
        if (!rule.Codec!.Settings.KeepsContext)
        {
            return JsValue.Undefined;
        }

        var stored = input.State?.Of(rule.Id) ?? default;
        return !stored.IsEmpty && host.Json.TryRead(stored.Span, out var value, out _) && value is JsObject root && root.Get("context") is JsArray kept ? kept : new JsArray(host.Engine);
    }

    private void Keep(Rule rule, CodecHost host, JsValue context, in RuleInput input)
    {
        if (context is JsArray kept)
        {
            var root = new JsObject(host.Engine);
            root.CreateDataProperty("context", kept);
            input.State?.Keep(rule.Id, _writer.Write(root, rule.Codec!.Limits.StateBytes));
        }
    }

    private static byte[] Document(CodecHost host, ObjectInstance data, CodecSettings settings, ReadOnlySpan<byte> payload)
    {
        var json = host.JsonOf(data) ?? "{}";
        if (settings.Carrier != FrameCarrier.Json || data.HasOwnProperty("uplink"))
        {
            return Encoding.UTF8.GetBytes(json);
        }

        return [.. Encoding.UTF8.GetBytes(json[..^1] + (json.Length > 2 ? "," : "") + "\"uplink\":"), .. payload, (byte)'}'];
    }
}

/// <summary>What a function of a codec gave.</summary>
/// <param name="Json">Its data as JSON.</param>
/// <param name="Warnings">What it warned of: at most 16 texts of 64 characters.</param>
/// <param name="Failed">Why there is no data; null when there is.</param>
internal sealed record CodecOutput(string Json, ImmutableArray<string> Warnings, RuleOutcome.Failed? Failed);
