using Busroot.Transformer.Mapping;
using Jint.Native;

namespace Busroot.Transformer.Scripting;

/// <summary>What one stateful helper remembers under one key: a member of <c>device.state.$busroot</c>, saved with the rest of the state.</summary>
internal sealed class ScriptMemory
{
    private const int LongestKey = 128;

    private static readonly JsString StateName = JsString.Create("state");
    private static readonly JsString Reserved = JsString.Create(RuleMemory.ReservedName);

    private readonly ScriptRealm _realm;
    private readonly JsObject _all;
    private readonly JsString _name;

    /// <exception cref="InvalidResultException">The key is no short text.</exception>
    /// <exception cref="InvalidStateException">The state is no plain object any more.</exception>
    public ScriptMemory(ScriptRealm realm, string function, JsValue key)
    {
        if (key is not JsString { Length: > 0 and <= LongestKey } text)
        {
            throw new InvalidResultException(RuleFault.ScriptThrew, $"the first argument of {function} is the key under which it remembers: a text of 1 to {LongestKey} characters");
        }

        if (realm.Reading.Device?.Get(StateName) is not JsObject state)
        {
            throw new InvalidStateException("device.state is no plain object any more; keep an object with JSON values in it");
        }

        _realm = realm;
        _name = JsString.Create($"{function} {text}");
        if (HelperArguments.Plain(state, Reserved) is JsObject known)
        {
            _all = known;
        }
        else
        {
            _all = new JsObject(realm.Engine);
            state.CreateDataProperty(Reserved, _all);
        }
    }

    public JsValue Value => HelperArguments.Plain(_all, _name);

    public double? Number => HelperArguments.Number(Value);

    public JsValue Member(string name) => HelperArguments.Option(Value, name);

    public double? NumberOf(string name) => HelperArguments.Number(Member(name));

    public void Keep(JsValue value) => _all.CreateDataProperty(_name, value);

    /// <summary>Keeps what the next count starts from, unless the reading is retained: what it counts is left out, so the next live reading has to count it.</summary>
    public void KeepCounted(JsValue value)
    {
        if (!_realm.Reading.IsRetained)
        {
            Keep(value);
        }
    }

    public void Keep(params ReadOnlySpan<(string Name, JsValue Value)> members) => Keep(ScriptObjects.Object(_realm.Engine, members));
}
