using System.Globalization;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Signals;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Busroot.Transformer.Scripting;

/// <summary>Reads what a script returned: an object of signals, an array of <c>{ station?, signals }</c>, or nothing.</summary>
/// <remarks>
/// Runs none of the script's code: values are taken from plain properties of plain objects; a getter or a Proxy is refused by name.
/// Null and undefined leave a signal out, since that is what the helpers give for bad input. Anything else the contract does not allow is a failure.
/// </remarks>
internal sealed class ResultReader(SignalSet signals)
{
    private static readonly Dictionary<JsValue, SignalKey> Keys = KnownKeys();
    private static readonly JsString StationName = JsString.Create("station");
    private static readonly JsString SignalsName = JsString.Create("signals");

    /// <summary>Adds the publications.</summary>
    /// <param name="result">What the script returned.</param>
    /// <param name="realm">To end a run that takes too long.</param>
    /// <param name="limits">Of the rule.</param>
    /// <param name="retained">Increments are left out: they were counted when the message was live.</param>
    /// <param name="output">Gains the publications; may have gained some when this throws.</param>
    /// <param name="leftOut">Gains what was left out.</param>
    /// <exception cref="InvalidResultException">The result is not what a rule may return.</exception>
    /// <exception cref="ScriptLimitException">There are too many publications.</exception>
    public void Read(JsValue result, ScriptRealm realm, ScriptLimits limits, bool retained, SignalBuffer output, ref LeftOut leftOut)
    {
        switch (result)
        {
            case JsUndefined or JsNull:
                break;
            case JsArray array:
                ReadPublications(array, realm, limits, retained, output, ref leftOut);
                break;
            case JsObject single:
                ReadSignals(single, "", retained, ref leftOut);
                output.Add(station: null, signals);
                break;
            default:
                throw new InvalidResultException(RuleFault.ScriptThrew, $"a rule returns an object of signals, an array of {{ station, signals }}, or nothing; this one returned {Described(result)}");
        }
    }

    /// <summary>Adds one publication.</summary>
    /// <param name="given">An object of signals.</param>
    /// <param name="station">Whom it is for; null for the device's own topic.</param>
    /// <param name="retained">As in <see cref="Read"/>.</param>
    /// <param name="output">Gains the publication, unless it would be empty.</param>
    /// <param name="leftOut">Gains what was left out.</param>
    /// <exception cref="InvalidResultException">It holds something that is no signal.</exception>
    public void ReadOne(JsObject given, string? station, bool retained, SignalBuffer output, ref LeftOut leftOut)
    {
        ReadSignals(given, "msg.payload.", retained, ref leftOut);
        output.Add(station, signals);
    }

    private void ReadPublications(JsArray array, ScriptRealm realm, ScriptLimits limits, bool retained, SignalBuffer output, ref LeftOut leftOut)
    {
        if (array.Length > limits.Publications)
        {
            throw new ScriptLimitException(RuleFault.OutputLimit, string.Create(
                CultureInfo.InvariantCulture, $"the rule returned {array.Length} publications; at most {limits.Publications} are allowed"));
        }

        for (var i = 0u; i < array.Length; i++)
        {
            realm.Check();
            var where = string.Create(CultureInfo.InvariantCulture, $"[{i}]");
            if (Own(array, JsNumber.Create((double)i), where) is not JsObject publication)
            {
                throw new InvalidResultException(RuleFault.ScriptThrew, $"{where} of the returned array is not an object {{ station, signals }}");
            }

            ReadPublication(publication, where, retained, output, ref leftOut);
        }
    }

    private void ReadPublication(JsObject publication, string where, bool retained, SignalBuffer output, ref LeftOut leftOut)
    {
        foreach (var key in publication.GetOwnPropertyKeys(Types.String))
        {
            if (!key.Equals(StationName) && !key.Equals(SignalsName))
            {
                throw new InvalidResultException(RuleFault.ScriptThrew, $"{where} has a member \"{Cut(key.ToString())}\"; a publication of an array is {{ station, signals }}");
            }
        }

        if (Own(publication, SignalsName, where) is not JsObject given)
        {
            throw new InvalidResultException(RuleFault.ScriptThrew, $"{where}.signals is not an object of signals");
        }

        var station = Station(Own(publication, StationName, where), where);
        ReadSignals(given, where + ".signals.", retained, ref leftOut);
        output.Add(station, signals);
    }

    private static string? Station(JsValue value, string where)
    {
        if (value is JsUndefined or JsNull)
        {
            return null;
        }

        if (value is not JsString text || text.Length is 0 or > 64 || !text.ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':'))
        {
            throw new InvalidResultException(RuleFault.InvalidValue, $"{where}.station is {Described(value)}; expected 1 to 64 letters, digits, _ - . or :");
        }

        return text.ToString();
    }

    private void ReadSignals(JsObject given, string where, bool retained, ref LeftOut leftOut)
    {
        signals.Clear();
        foreach (var name in given.GetOwnPropertyKeys(Types.String))
        {
            if (!Keys.TryGetValue(name, out var key))
            {
                throw new InvalidResultException(RuleFault.UnknownSignal, UnknownMessage(name.ToString(), where));
            }

            var value = Own(given, name, where);
            if (value is JsUndefined or JsNull)
            {
                continue;
            }

            if (signals.Has(key))
            {
                throw new InvalidResultException(RuleFault.InvalidValue, $"{where}{SignalContract.Names[(int)key]} is given twice, by its name and its alias; keep one");
            }

            Set(key, value, where, retained, ref leftOut);
        }
    }

    private void Set(SignalKey key, JsValue value, string where, bool retained, ref LeftOut leftOut)
    {
        var number = value switch
        {
            JsNumber => value.AsNumber(),
            JsBoolean when key == SignalKey.Productive => value.AsBoolean() ? 1 : 0,
            _ => double.NaN,
        };
        if (!SignalContract.Allows(key, number))
        {
            throw new InvalidResultException(
                RuleFault.InvalidValue, $"{where}{SignalContract.Names[(int)key]} is {Described(value)}; expected {SignalContract.Expectation(key)}");
        }

        if (retained && SignalContract.IsIncrement(key))
        {
            leftOut.RetainedIncrements++;
        }
        else
        {
            signals.TrySet(key, number);
        }
    }

    private static JsValue Own(ObjectInstance owner, JsValue name, string where)
    {
        var property = owner.GetOwnProperty(name);
        return property.IsAccessorDescriptor()
            ? throw new InvalidResultException(RuleFault.ScriptThrew, $"{where}{Cut(name.ToString())} is computed by a getter; return plain values")
            : property.Value ?? JsValue.Undefined;
    }

    private static string UnknownMessage(string name, string where)
    {
        var hint = name is "station" or "signals"
            ? "return an array of { station, signals } to publish for stations"
            : Spelling.Nearest(Cut(name), SignalContract.Names) is { } nearest ? $"did you mean \"{nearest}\"?" : $"the signals are {string.Join(", ", SignalContract.Names)}";
        return $"{where}\"{Cut(name)}\" is not a signal; {hint}";
    }

    /// <summary>A value as a message names it, without running any of the script's code.</summary>
    public static string Described(JsValue value) => value switch
    {
        JsString text => $"the text \"{Cut(text.ToString())}\"",
        JsNumber or JsBoolean => value.ToString(),
        JsArray => "an array",
        JsObject => "an object",
        _ when value.IsPromise() => "a promise",
        _ when value.IsCallable() => "a function",
        _ => value.IsObject() ? "an object that is no plain one" : "a " + value.Type.ToString().ToLowerInvariant(),
    };

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64] + "...";

    private static Dictionary<JsValue, SignalKey> KnownKeys()
    {
        var keys = SignalContract.Names.Select((name, index) => KeyValuePair.Create(name, (SignalKey)index)).Concat(SignalContract.Aliases);
        return keys.ToDictionary(entry => (JsValue)JsString.Create(entry.Key), entry => entry.Value);
    }
}
