using Busroot.Transformer.Mapping;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>Helpers that compare a reading with those before it. What they remember is in <c>device.state.$busroot</c>.</summary>
/// <remarks>Null, also for a value that is null, leaves what is remembered as it was; so does a retained reading for those that count: delta, rising, integrate.</remarks>
internal static class StateFunctions
{
    private const int RememberedIds = 32;
    private const int MostIds = 256;
    private const int Patience = 5;
    private const int LargestValue = 16 * 1024;
    private const double LongestGap = 15 * 60 * 1000;

    /// <summary>The names, which an <c>expr</c> cannot use: it remembers nothing.</summary>
    public static string[] Names { get; } = [.. All(null!).Select(function => function.Name)];

    public static IEnumerable<HelperFunction> All(ScriptRealm realm) =>
    [
        new("delta", arguments => Delta(arguments, realm)),
        new("monotonic", arguments => Monotonic(arguments, realm)),
        new("dedupe", arguments => Dedupe(arguments, realm)),
        new("rising", arguments => Rising(arguments, realm)),
        new("hysteresis", arguments => Hysteresis(arguments, realm)),
        new("debounce", arguments => Debounce(arguments, realm)),
        new("integrate", arguments => Integrate(arguments, realm)),
        new("latest", arguments => Latest(arguments, realm)),
    ];

    // delta(key, x, { bits, maxStep, reset: "count" | "skip", restarted })
    private static JsValue Delta(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.NumberAt(1) is not { } count)
        {
            return JsValue.Null;
        }

        var options = arguments.At(2);
        var bits = HelperArguments.Whole(HelperArguments.Option(options, "bits"), "bits of delta is the width of the device's counter", 1, 53);
        var skips = HelperArguments.Option(options, "reset") is JsString reset && reset.ToString() == "skip";
        var restarted = ValueFunctions.Flag(HelperArguments.Option(options, "restarted")) == 1;
        var memory = new ScriptMemory(realm, "delta", arguments.At(0));
        var step = new CounterDelta(bits, HelperArguments.Number(HelperArguments.Option(options, "maxStep")), skips).Since(MarkOf(memory.Value), count, restarted, out var next);
        memory.KeepCounted(ToJs(next, realm));
        return HelperArguments.ToJs(step);
    }

    private static CounterMark? MarkOf(JsValue remembered) =>
        HelperArguments.Number(remembered) is { } count ? new CounterMark(count)
        : ScriptObjects.Items(remembered).Select(HelperArguments.Number).ToArray() is [{ } glitch, { } before] ? new CounterMark(glitch, before)
        : null;

    private static JsValue ToJs(CounterMark mark, ScriptRealm realm) =>
        mark.BeforeGlitch is { } before ? ScriptObjects.Array(realm.Engine, [JsNumber.Create(mark.Count), JsNumber.Create(before)]) : JsNumber.Create(mark.Count);

    // monotonic(key, x, { patience }): a lower value counts only when it has come so many times in a row.
    private static JsValue Monotonic(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.NumberAt(1) is not { } value)
        {
            return JsValue.Null;
        }

        var memory = new ScriptMemory(realm, "monotonic", arguments.At(0));
        var patience = HelperArguments.Number(HelperArguments.Option(arguments.At(2), "patience")) ?? Patience;
        var lower = value < memory.NumberOf("value") ? (memory.NumberOf("lower") ?? 0) + 1 : 0;
        var isBelieved = lower == 0 || lower >= patience;
        memory.Keep(("value", JsNumber.Create(isBelieved ? value : memory.NumberOf("value")!.Value)), ("lower", JsNumber.Create(isBelieved ? 0 : lower)));
        return isBelieved ? JsNumber.Create(value) : JsValue.Null;
    }

    // dedupe(key, id, count): true when the id is none of the last ones.
    private static JsValue Dedupe(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.At(1) is not (JsNumber or JsString))
        {
            return JsValue.Null;
        }

        var memory = new ScriptMemory(realm, "dedupe", arguments.At(0));
        var id = arguments[1];
        var known = ScriptObjects.Items(memory.Value).ToList();
        if (known.Exists(other => other.Type == id.Type && other.ToString() == id.ToString()))
        {
            return JsBoolean.False;
        }

        var count = HelperArguments.Whole(arguments.At(2), "the third argument of dedupe is how many ids it remembers", 1, MostIds) ?? RememberedIds;
        memory.Keep(ScriptObjects.Array(realm.Engine, known.Append(id).TakeLast(count)));
        return JsBoolean.True;
    }

    private static JsValue Rising(JsValue[] arguments, ScriptRealm realm)
    {
        if (ValueFunctions.Flag(arguments.At(1)) is not { } flag)
        {
            return JsValue.Null;
        }

        var memory = new ScriptMemory(realm, "rising", arguments.At(0));
        var before = memory.Number;
        memory.KeepCounted(JsNumber.Create(flag));
        return JsNumber.Create(flag == 1 && before == 0 ? 1 : 0);
    }

    private static JsValue Hysteresis(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.NumberAt(1) is not { } value || arguments.NumberAt(2) is not { } on || arguments.NumberAt(3) is not { } off)
        {
            return JsValue.Null;
        }

        var memory = new ScriptMemory(realm, "hysteresis", arguments.At(0));
        var result = JsNumber.Create(value >= on ? 1 : value <= off ? 0 : memory.Number ?? 0);
        memory.Keep(result);
        return result;
    }

    // debounce(key, v, onMs, offMs): changes once v has been different for so long; looked at when a reading comes.
    private static JsValue Debounce(JsValue[] arguments, ScriptRealm realm)
    {
        if (ValueFunctions.Flag(arguments.At(1)) is not { } flag)
        {
            return JsValue.Null;
        }

        var memory = new ScriptMemory(realm, "debounce", arguments.At(0));
        var now = Now(realm);
        var value = memory.NumberOf("value") ?? flag;
        double? since = flag == value ? null : memory.NumberOf("since") ?? now;
        if (since is { } start && now - start >= (arguments.NumberAt(flag == 1 ? 2 : 3) ?? 0))
        {
            (value, since) = (flag, null);
        }

        memory.Keep(("value", JsNumber.Create(value)), ("since", since is { } time ? JsNumber.Create(time) : JsValue.Null));
        return JsNumber.Create(value);
    }

    // integrate(key, watts, ts, { maxGap }): kWh since the sample before, by the mean of both.
    private static JsValue Integrate(JsValue[] arguments, ScriptRealm realm)
    {
        if (arguments.NumberAt(1) is not { } watts || (arguments.At(2) is JsUndefined ? Now(realm) : arguments.NumberAt(2)) is not { } time)
        {
            return JsValue.Null;
        }

        var memory = new ScriptMemory(realm, "integrate", arguments.At(0));
        var gap = time - memory.NumberOf("time");
        if (gap <= 0)
        {
            return JsValue.Null; // again, or late: the newer sample stays
        }

        var most = HelperArguments.Number(HelperArguments.Option(arguments.At(3), "maxGap")) ?? LongestGap;
        var energy = gap <= most ? (memory.NumberOf("watts") + watts) / 2 * gap / 3.6e9 : null;
        memory.KeepCounted(ScriptObjects.Object(realm.Engine, ("watts", JsNumber.Create(watts)), ("time", JsNumber.Create(time))));
        return HelperArguments.ToJs(energy);
    }

    // latest(key, x, maxAge): x, or when it is not there the last one that was, if it is not too old.
    private static JsValue Latest(JsValue[] arguments, ScriptRealm realm)
    {
        var memory = new ScriptMemory(realm, "latest", arguments.At(0));
        var now = Now(realm);
        var value = arguments.At(1);
        if (value is not (JsUndefined or JsNull) && !(value is JsNumber && HelperArguments.Number(value) is null))
        {
            memory.Keep(("value", Copy(value, realm)), ("time", JsNumber.Create(now)));
            return value;
        }

        var isFresh = memory.NumberOf("time") is { } time && now - time <= (arguments.NumberAt(2) ?? double.PositiveInfinity);
        return isFresh && memory.Member("value") is var last and not JsUndefined ? Copy(last, realm) : JsValue.Null;
    }

    // A copy both ways: what a script does to its value afterwards must not change what is remembered.
    private static JsValue Copy(JsValue value, ScriptRealm realm) =>
        JsonOfValues.Write(value, realm) is { Length: <= LargestValue } json && realm.Json.TryRead(json, out var copy, out _)
            ? copy
            : throw new InvalidResultException(RuleFault.ScriptThrew, $"latest remembers JSON values of at most {LargestValue} bytes; this one is larger, or holds what JSON cannot, such as a Date");

    private static double Now(ScriptRealm realm) => realm.Reading.ArrivedAt.ToUnixTimeMilliseconds();
}
