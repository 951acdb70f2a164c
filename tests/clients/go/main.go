// The AWS SDK for Go behind standard input and output: a request in JSON on each line, an answer in JSON on each line, in order.
// `drivers.py` says what requests there are. Dates and bytes are written as {"$date": …} and {"$bytes": …}.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// A line of input. What a request does not need stays empty.
type request struct {
	Kind, Service, Operation, Waiter, Code string
	Parameters                             json.RawMessage
	PageSize                               int32
	Seconds                                int
	Settings                               settings
}

type settings struct {
	Endpoint, Region string
	Credentials      struct{ AccessKeyId, SecretAccessKey, SessionToken string }
}

var background = context.Background()

func (s settings) config() aws.Config {
	keys := s.Credentials
	return aws.Config{
		BaseEndpoint:     aws.String(s.Endpoint),
		Region:           s.Region,
		Credentials:      credentials.NewStaticCredentialsProvider(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
		RetryMaxAttempts: 1,
	}
}

func client(service string, configuration aws.Config) reflect.Value {
	if service == "sts" {
		return reflect.ValueOf(sts.NewFromConfig(configuration))
	}
	return reflect.ValueOf(iam.NewFromConfig(configuration))
}

// One operation by AWS's name.
func call(asked request) (any, error) {
	method := client(asked.Service, asked.Settings.config()).MethodByName(asked.Operation)
	if !method.IsValid() {
		return nil, fmt.Errorf("the SDK has no operation %s", asked.Operation)
	}
	input, err := filled(method.Type().In(1), asked.Parameters)
	if err != nil {
		return nil, err
	}
	return result(method.Call([]reflect.Value{reflect.ValueOf(background), input}))
}

// All pages of an operation.
func paginate(asked request) (any, error) {
	create := reflect.ValueOf(paginators[asked.Operation])
	input, err := filled(create.Type().In(1), asked.Parameters)
	if err != nil {
		return nil, err
	}
	size := reflect.MakeFunc(create.Type().In(2).Elem(), func(arguments []reflect.Value) []reflect.Value {
		arguments[0].Elem().FieldByName("Limit").SetInt(int64(asked.PageSize))
		return nil
	})
	paginator := create.Call([]reflect.Value{client(asked.Service, asked.Settings.config()), input, size})[0]
	var pages []any
	for paginator.MethodByName("HasMorePages").Call(nil)[0].Bool() {
		page, err := result(paginator.MethodByName("NextPage").Call([]reflect.Value{reflect.ValueOf(background)}))
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// A waiter, which asks several times a second: the SDK would let two seconds pass.
func wait(asked request) (any, error) {
	create := reflect.ValueOf(waiters[asked.Waiter])
	hasty := reflect.MakeFunc(create.Type().In(1).Elem(), func(arguments []reflect.Value) []reflect.Value {
		options := arguments[0].Elem()
		options.FieldByName("MinDelay").SetInt(int64(200 * time.Millisecond))
		options.FieldByName("MaxDelay").SetInt(int64(500 * time.Millisecond))
		return nil
	})
	method := create.Call([]reflect.Value{client(asked.Service, asked.Settings.config()), hasty})[0].MethodByName("Wait")
	input, err := filled(method.Type().In(1), asked.Parameters)
	if err != nil {
		return nil, err
	}
	limit := reflect.ValueOf(time.Duration(asked.Seconds) * time.Second)
	if ended := method.Call([]reflect.Value{reflect.ValueOf(background), input, limit})[0]; !ended.IsNil() {
		return nil, ended.Interface().(error)
	}
	return map[string]string{"state": "SUCCESS"}, nil
}

// Who the server says is calling, by a program that is told nothing: endpoint, region and credentials come from the environment and
// its files. A device's code is what the program's user would type.
func identify(asked request) (any, error) {
	configuration, err := config.LoadDefaultConfig(background, config.WithRetryMaxAttempts(1),
		config.WithAssumeRoleCredentialOptions(func(options *stscreds.AssumeRoleOptions) {
			if options.SerialNumber != nil {
				options.TokenProvider = func() (string, error) { return asked.Code, nil }
			}
		}))
	if err != nil {
		return nil, err
	}
	who, err := sts.NewFromConfig(configuration).GetCallerIdentity(background, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, err
	}
	return map[string]string{"arn": *who.Arn}, nil
}

// A signed address that says who the caller is to whoever fetches it.
func presign(asked request) (any, error) {
	signer := sts.NewPresignClient(sts.NewFromConfig(asked.Settings.config()))
	signed, err := signer.PresignGetCallerIdentity(background, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, err
	}
	return map[string]any{"url": signed.URL, "method": signed.Method, "headers": signed.SignedHeader}, nil
}

// Every operation, paginator and waiter that the SDK has.
func known(asked request) (any, error) {
	names := map[string][]string{"operations": {}, "paginators": {}, "waiters": {}}
	kind := client(asked.Service, aws.Config{}).Type()
	for at := range kind.NumMethod() {
		if method := kind.Method(at); method.Type.NumIn() == 4 && method.Name != "Options" {
			names["operations"] = append(names["operations"], method.Name)
		}
	}
	if asked.Service == "iam" {
		for name := range paginators {
			names["paginators"] = append(names["paginators"], name)
		}
		for name := range waiters {
			names["waiters"] = append(names["waiters"], name)
		}
	}
	return names, nil
}

func filled(pointer reflect.Type, parameters json.RawMessage) (reflect.Value, error) {
	input := reflect.New(pointer.Elem())
	return input, json.Unmarshal(parameters, input.Interface())
}

func result(returned []reflect.Value) (any, error) {
	if err, failed := returned[1].Interface().(error); failed {
		return nil, err
	}
	return plain(returned[0]), nil
}

// A reply without metadata and without what is not there.
func plain(value reflect.Value) any {
	switch value.Kind() {
	case reflect.Pointer:
		return plain(value.Elem())
	case reflect.Struct:
		if moment, is := value.Interface().(time.Time); is {
			return map[string]string{"$date": moment.Format(time.RFC3339Nano)}
		}
		members := map[string]any{}
		for at := range value.NumField() {
			field := value.Type().Field(at)
			if field.IsExported() && field.Name != "ResultMetadata" && !absent(value.Field(at)) {
				members[field.Name] = plain(value.Field(at))
			}
		}
		return members
	case reflect.Slice:
		if content, is := value.Interface().([]byte); is {
			return map[string]any{"$bytes": content}
		}
		items := []any{}
		for at := range value.Len() {
			items = append(items, plain(value.Index(at)))
		}
		return items
	case reflect.Map:
		members := map[string]any{}
		for _, key := range value.MapKeys() {
			members[key.String()] = plain(value.MapIndex(key))
		}
		return members
	default:
		return value.Interface()
	}
}

// What the SDK leaves at its zero: it does not tell an absent number, truth or choice from 0, false and "".
func absent(value reflect.Value) bool {
	return value.IsZero()
}

func refused(err error) map[string]any {
	told := map[string]any{"name": fmt.Sprintf("%T", err), "code": "", "message": err.Error()}
	var refusal smithy.APIError
	if errors.As(err, &refusal) {
		told["name"], told["code"], told["message"] = fmt.Sprintf("%T", refusal), refusal.ErrorCode(), refusal.ErrorMessage()
	}
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) {
		told["status"] = response.HTTPStatusCode()
	}
	return told
}

func answer(line []byte) map[string]any {
	kinds := map[string]func(request) (any, error){
		"call": call, "paginate": paginate, "wait": wait, "identify": identify, "presign": presign, "known": known,
	}
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return map[string]any{"error": refused(err)}
	}
	reply, err := kinds[asked.Kind](asked)
	if err != nil {
		return map[string]any{"error": refused(err)}
	}
	return map[string]any{"reply": reply}
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		written, err := json.Marshal(answer(line))
		if err != nil {
			panic(err)
		}
		os.Stdout.Write(append(written, '\n'))
	}
}
