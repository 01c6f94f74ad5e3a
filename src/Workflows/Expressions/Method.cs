using System.Collections.Frozen;

namespace OpsWorkflows.Expressions;

delegate Value MethodBody(ref Run run, Node node, in Value self, scoped Arguments arguments);

/// <summary>The body of a method that calls an arrow function of the script, such as <c>map</c>; null when the author gave none.</summary>
delegate Value CallbackBody(ref Run run, Node node, in Value self, Arrow? arrow, scoped Arguments arguments);

/// <summary>The kind of value that has a method; Any for methods that every value has.</summary>
enum Receiver { Text, List, Number, Date, Map, Any }

/// <summary>A method of one kind of value; the signature is its TypeScript type.</summary>
sealed record Method(Receiver Receiver, string Name, string Signature, MethodBody? Body, CallbackBody? Callback = null)
{
    public Arity Arity { get; } = Arity.Of(Signature);

    public static IReadOnlyList<Method> All { get; } =
        [.. TextMethods.All, .. NumberMethods.All, .. ListMethods.All, .. CallbackMethods.All, .. DateMethods.All, .. ObjectMethods.All];
}

/// <summary>The methods of one name; whose it is turns out at the call.</summary>
sealed class MethodFamily
{
    readonly Method? _text, _list, _number, _date, _map, _any;

    MethodFamily(string name, IEnumerable<Method> methods)
    {
        Name = name;
        var byReceiver = methods.ToDictionary(static method => method.Receiver);
        Method? Of(Receiver receiver) => byReceiver.GetValueOrDefault(receiver);
        (_text, _list, _number, _date, _map, _any) = (Of(Receiver.Text), Of(Receiver.List), Of(Receiver.Number), Of(Receiver.Date), Of(Receiver.Map), Of(Receiver.Any));
        Arity = new(byReceiver.Values.Min(static method => method.Arity.Min), byReceiver.Values.Max(static method => method.Arity.Max));
        TakesCallback = byReceiver.Values.Any(static method => method.Callback is not null);
    }

    public string Name { get; }
    public Arity Arity { get; }
    public bool TakesCallback { get; }

    public static FrozenDictionary<string, MethodFamily> All { get; } = Method.All.GroupBy(static method => method.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(static group => group.Key, static group => new MethodFamily(group.Key, group), StringComparer.Ordinal);

    /// <summary>The method of this value; ISO text counts as the date it says where only dates have the method.</summary>
    public Method? For(in Value value, out Value self)
    {
        self = value;
        return value.Kind switch
        {
            ValueKind.Text when _text is null && _date is not null && value.TryAsDateKind(out self) => _date,
            ValueKind.Text => _text ?? _any,
            ValueKind.List => _list ?? _any,
            ValueKind.Number => _number ?? _any,
            ValueKind.Date or ValueKind.Instant => _date ?? _any,
            ValueKind.Map => _map ?? _any,
            _ => _any,
        };
    }
}
