using System.Globalization;
using System.Text.RegularExpressions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>Says what ended a run of a function, in words for its author. Source: Node-RED 5.0.4, 10-function.js, whose silent ends are failures here.</summary>
internal static class FunctionFaults
{
    /// <summary>Makes the failure.</summary>
    /// <param name="fault">What ended the run.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="program">The part of it that ran.</param>
    /// <param name="host">Where it ran.</param>
    /// <param name="payload">What it ran on.</param>
    public static RuleOutcome.Failed Describe(Exception fault, Rule rule, FunctionProgram program, FunctionHost host, ReadOnlySpan<byte> payload)
    {
        var (kind, message) = fault is JavaScriptException or PromiseRejectedException or ThrownException
            ? (RuleFault.ScriptThrew, TextOf(ThrownIn(fault), fault, host))
            : ScriptFaults.KindOf(fault);
        var place = PlaceOf(fault, program.File);
        return Make(kind, message, place is { } at ? FunctionProgram.ToBody(at) : null, rule, program, payload);
    }

    /// <summary>Makes a failure that no exception stands for.</summary>
    public static RuleOutcome.Failed Make(RuleFault kind, string message, SourcePosition? at, Rule rule, FunctionProgram program, ReadOnlySpan<byte> payload) =>
        ScriptFaults.Make(kind, message, at, program.File, program.LineAt(at), rule, payload);

    private static JsValue ThrownIn(Exception fault) => fault switch
    {
        JavaScriptException thrown => thrown.Error,
        PromiseRejectedException rejected => rejected.RejectedValue,
        ThrownException thrown => thrown.Value,
        _ => JsValue.Undefined,
    };

    private static string TextOf(JsValue thrown, Exception fault, FunctionHost host) => thrown switch
    {
        JsUndefined or JsNull => $"threw {thrown}, which says nothing; Node-RED would lose this message without a word. Throw an Error that says what is wrong",
        JsString { Length: 0 } => "threw an empty text, which says nothing; Node-RED would lose this message without a word. Throw an Error that says what is wrong",
        JsString text => text.ToString(),
        ObjectInstance error when error.HasProperty("message") && error is not JsObject => ScriptFaults.KindOf(fault is ThrownException ? new JavaScriptException(thrown) : fault).Message,
        ObjectInstance error when Message(error) is { } message => message,
        _ => Json(thrown, host),
    };

    private static string? Message(ObjectInstance error) => HelperArguments.Plain(error, "message") is JsString text ? text.ToString() : null;

    private static string Json(JsValue thrown, FunctionHost host)
    {
        try
        {
            return host.JsonOf(thrown) ?? ResultText.Of(thrown);
        }
        catch (JavaScriptException) // it holds itself, or its toJSON throws
        {
            return ResultText.Of(thrown);
        }
    }

    private static string StackOf(ObjectInstance error)
    {
        try
        {
            return error.Get("stack") is JsString text ? text.ToString() : "";
        }
        catch (Exception) // the boundary of a getter the function may have put there: then no place is known
        {
            return "";
        }
    }

    // After an await the exception is not the one that was thrown; the error remembers where that was.
    private static SourcePosition? PlaceOf(Exception fault, string file)
    {
        if (JintBindings.PlaceOf(fault, file) is { } place)
        {
            return place;
        }

        var stack = ThrownIn(fault) is ObjectInstance error ? StackOf(error) : "";
        var found = Regex.Match(stack, Regex.Escape(file) + @":(\d+):(\d+)");
        return found.Success
            ? new SourcePosition(int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }
}

/// <summary>A function's promise was rejected.</summary>
internal sealed class ThrownException(JsValue value) : Exception("a promise was rejected")
{
    public JsValue Value { get; } = value;
}
