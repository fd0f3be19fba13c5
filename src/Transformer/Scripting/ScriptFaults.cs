using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Busroot.Transformer.Rules;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Modules;

namespace Busroot.Transformer.Scripting;

/// <summary>Says what ended a run, in words for the author of the script.</summary>
internal static partial class ScriptFaults
{
    private const int LongestMessage = 300;

    /// <summary>Whether the engine was stopped in the middle of something.</summary>
    public static bool LeavesRealmInDoubt(Exception fault) => fault is not (JavaScriptException or PromiseRejectedException or InvalidResultException or InvalidStateException)
        && fault is not ScriptLimitException { Fault: RuleFault.OutputLimit };

    /// <summary>Makes the failure.</summary>
    public static RuleOutcome.Failed Describe(Exception fault, Rule rule, ScriptProgram program, ReadOnlySpan<byte> payload)
    {
        var (kind, message) = KindOf(fault);
        var place = program.ToFile(PlaceOf(fault));
        return Make(kind, message, place, program.File, program.LineAt(place), rule, payload);
    }

    /// <summary>Makes a failure that no exception need stand for.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="message">What happened.</param>
    /// <param name="at">Where in the author's file, when known.</param>
    /// <param name="file">That file.</param>
    /// <param name="line">The line there; empty when no place is known.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="payload">What it ran on.</param>
    public static RuleOutcome.Failed Make(RuleFault kind, string message, SourcePosition? at, string file, string line, Rule rule, ReadOnlySpan<byte> payload)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(payload))[..12];
        var where = at is { } place ? string.Create(CultureInfo.InvariantCulture, $"{file}:{place.Line}:{place.Column}") : file;
        var excerpt = line.Length > 0 ? $" in \"{line}\"" : "";
        return new RuleOutcome.Failed(kind, $"{where}: {OneLine(message)}{excerpt} (rule {rule.Id} {rule.Revision}, input {hash})", at)
        {
            Script = new ScriptFailure(rule.Id, rule.Revision, file, line, hash),
        };
    }

    /// <summary>What ended a run, without its place.</summary>
    public static (RuleFault Kind, string Message) KindOf(Exception fault) => fault switch
    {
        ScriptLimitException limit => (limit.Fault, limit.Message),
        InvalidResultException invalid => (invalid.Fault, invalid.Message),
        InvalidStateException invalid => (invalid.Fault, invalid.Message),
        PromiseRejectedException rejected => (RuleFault.ScriptThrew, TextOf(rejected.RejectedValue)),
        JavaScriptException thrown => (RuleFault.ScriptThrew, TextOf(thrown.Error)),
        MemoryLimitExceededException or OutOfMemoryException => (RuleFault.MemoryLimit, "the run allocated more memory than it may"),
        RecursionDepthOverflowException { CallExpressionReference: { Length: > 0 } name } =>
            (RuleFault.RecursionLimit, $"calls are nested too deeply; does {name} call itself for ever?"),
        RecursionDepthOverflowException or InsufficientExecutionStackException => (RuleFault.RecursionLimit, "calls are nested too deeply; does a function call itself for ever?"),
        RegexMatchTimeoutException => (RuleFault.RegexLimit, "a regular expression took too long on this input"),
        StatementsCountOverflowException => (RuleFault.StatementLimit, fault.Message),
        ModuleResolutionException => (RuleFault.ScriptThrew, "a rule imports from \"busroot\" only"),
        TimeoutException => (RuleFault.TimeLimit, "the run took longer than it may"),
        _ => (RuleFault.ScriptThrew, $"the script engine failed with {fault.GetType().Name}: {fault.Message}"),
    };

    // The engine knows where an error was thrown, but for a rejected promise only where it was made.
    private static SourcePosition? PlaceOf(Exception fault) =>
        fault is PromiseRejectedException { RejectedValue: ErrorInstance error } ? PlaceIn(StackOf(error)) : JintBindings.PlaceOf(fault);

    // The getter of Error.prototype itself, whatever the script did to this error.
    private static string StackOf(ErrorInstance error)
    {
        var constructor = (ObjectInstance)error.Engine.Global.Get(JsString.Create("Error"));
        return ((ObjectInstance)constructor.Get(JsString.Create("prototype"))).Get(JsString.Create("stack"), error).ToString();
    }

    private static SourcePosition? PlaceIn(string stack) => StackPlace().Match(stack) is { Success: true } found
        ? new SourcePosition(int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
        : null;

    // "    at f (a/b/rule.js:3:5)"
    [GeneratedRegex(@"^\s*at [^\n]*?:(\d{1,9}):(\d{1,9})\)?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex StackPlace();

    // Runs none of the script's code: the name and message of an error when they are plain texts, else what the value is.
    private static string TextOf(JsValue thrown)
    {
        if (thrown is not ObjectInstance error)
        {
            return thrown is JsSymbol ? "threw a symbol" : $"threw {thrown}";
        }

        var message = TextOf(error, "message");
        var name = TextOf(error, "name") ?? ClassOf(error);
        return (name, message) switch
        {
            (null, null or "") => "threw an object without a message",
            (null, _) => message,
            (_, null or "") => name,
            _ => $"{name}: {message}",
        };
    }

    private static string? TextOf(ObjectInstance owner, string name) =>
        IsSafe(owner) && owner.GetOwnProperty(JsString.Create(name)) is { } property && !property.IsAccessorDescriptor() && property.Value is JsString text ? text.ToString() : null;

    // The name of the function that made it.
    private static string? ClassOf(ObjectInstance error)
    {
        for (var owner = error.Prototype; owner is not null && IsSafe(owner); owner = owner.Prototype)
        {
            var constructor = owner.GetOwnProperty(JsString.Create("constructor"));
            if (!constructor.IsAccessorDescriptor() && constructor.Value is Function function)
            {
                var name = function.GetOwnProperty(JsString.Create("name"));
                return name.IsAccessorDescriptor() ? null : (name.Value as JsString)?.ToString();
            }
        }

        return null;
    }

    // Looking at a Proxy would run its traps.
    private static bool IsSafe(ObjectInstance owner) => owner is JsObject or ErrorInstance or Prototype;

    /// <summary>A text cut to what a message may hold, without line ends.</summary>
    public static string OneLine(string text)
    {
        text = text.Length <= LongestMessage ? text : text[..LongestMessage] + "...";
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
